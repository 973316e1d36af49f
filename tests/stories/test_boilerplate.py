"""Templates and wrappers: what differs is the news, what many articles share is not."""

import doctest
from importlib import import_module
from itertools import product
from random import Random

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from newsthemes.passages import split_passages
from newsthemes.stories import assign_stories
from newsthemes.stories.numerals import figures_differ, numbers, numbers_agree

WRAPPER = (
    "Good morning from the editors of the Almery letter, which reaches nine thousand readers in the valley every day. "
    "Each morning we choose one thing that happened while you slept and tell it in a few lines. "
    "{} "
    "If a friend passed this letter on to you, ask for your own copy at the counter of any library in the county. "
    "Readers who support us with three coins a month keep the letter free for schools and for the ferry crews. "
)
LONGER = (
    "The letter is written by five people who take turns at night in a room above the old bakery. "
    "We correct what we get wrong in the next edition, and we name the reader who noticed it first. "
    "Our reporters pay for their own tickets and meals and accept no gifts from those whom they write about. "
    "Letters to the desk are read aloud on Fridays, and the shortest of them wins a jar of plum jam. "
    "A list of everything we have ever printed hangs in the hall of the town museum behind the clock. "
)
POSTS = [
    "A heron nested on the roof of the district court and nobody dares to move it.",
    "The chess club beat the champions of the coast after a game of eleven hours.",
    "Late frost took half of the plums, so growers ask the bank to wait until autumn.",
    "Two sisters reopened the cinema that their grandfather closed during the flood.",
    "The bridge toll falls to one coin because the loan for its steel is paid back.",
    "A baker fined for loud ovens won his appeal against the quiet hours.",
    "Surgeons at the county hospital replaced a knee by the light of their phones.",
    "The women's eight rowed the lake in record time and lost their cox at the finish.",
    "Thieves emptied a lorry of violins and left the bows beside the road.",
    "Pupils found a Roman coin while digging a pond behind the sports hall.",
    "Tram drivers voted to strike on market day unless brakes are mended first.",
    "The poet who wrote under a fisherman's name turned out to be the harbour master.",
]
CHINESE_WRAPPER = (
    "各位读者早上好，欢迎阅读山谷晨报，每天清晨我们为您挑选一件昨夜发生的新鲜事。{}"
    "如果您喜欢我们的晨报，请到任何一家图书馆的柜台领取纸质版，每月三枚硬币就能支持我们继续免费送报给学校。"
)
CHINESE_POSTS = [
    "苍鹭在法院屋顶上筑巢，没有人敢去挪动它。",
    "象棋俱乐部苦战十一小时，击败了海岸冠军队。",
    "晚霜冻坏一半李子，果农请求银行宽限到秋天。",
    "两姐妹重开了祖父在洪水那年关闭的电影院。",
    "大桥贷款已经还清，过桥费降到一枚硬币。",
    "面包师因烤炉太吵被罚款，上诉后胜诉。",
    "县医院停电，医生借着手机灯光更换膝盖。",
    "女子八人艇创下湖上纪录，终点却丢了舵手。",
    "小偷搬空一车小提琴，把琴弓留在路边。",
    "学生在体育馆后面挖池塘时发现罗马古币。",
    "电车司机投票决定集市日罢工，要求先修刹车。",
    "用渔夫名字写诗的人原来是港务局局长。",
]
THAI_WRAPPER = (
    "สวัสดีตอนเช้าจากกองบรรณาธิการจดหมายข่าวหุบเขา ทุกเช้าเราเลือกเรื่องหนึ่งที่เกิดขึ้นระหว่างที่คุณหลับมาเล่าให้ฟัง {} "
    "หากคุณชอบจดหมายฉบับนี้ โปรดบอกต่อเพื่อนของคุณ และรับฉบับพิมพ์ได้ที่ห้องสมุดทุกแห่งในจังหวัด"
)
THAI_POSTS = [
    "นกกระสาทำรังบนหลังคาศาลและไม่มีใครกล้าย้าย",
    "ชมรมหมากรุกชนะแชมป์ชายฝั่งหลังแข่งสิบเอ็ดชั่วโมง",
    "น้ำค้างแข็งทำลายลูกพลัมครึ่งหนึ่งของสวน",
    "สองพี่น้องเปิดโรงหนังที่ปู่ปิดไปเมื่อน้ำท่วม",
    "ค่าผ่านสะพานลดลงเพราะจ่ายหนี้เหล็กหมดแล้ว",
    "คนทำขนมปังชนะคดีเรื่องเตาอบเสียงดัง",
    "หมอเปลี่ยนข้อเข่าด้วยแสงจากโทรศัพท์มือถือ",
    "ทีมเรือพายหญิงทำสถิติใหม่ในทะเลสาบ",
    "ขโมยยกไวโอลินไปทั้งคันรถแต่ทิ้งคันชักไว้",
    "นักเรียนขุดบ่อแล้วเจอเหรียญโรมันโบราณ",
    "คนขับรถรางลงมติหยุดงานในวันตลาดนัด",
    "กวีที่ใช้ชื่อชาวประมงคือนายท่าเรือนั่นเอง",
]
WORDS = "amber basalt cedar delta ember fjord grove heath islet jetty knoll lagoon marsh notch oasis plume".split()


def stories(texts, **columns):
    ids = [f"a{i:03}" for i in range(len(texts))]
    articles = pd.DataFrame({"article_id": ids, "text": texts, "language": None}, dtype=object)
    return assign_stories(articles, split_passages(articles)).tolist(), ids


def one_story_each(texts):
    found, ids = stories(texts)
    assert found == ids


def one_story(texts):
    found, ids = stories(texts)
    assert found == ids[:1] * len(ids)


def gold(day, price, change=5, world=2300):
    return (
        f"Gold bars at the Almery counter cost {price} crowns a gram on {day} March, {change} more than before. "
        f"The counter buys bars back at {price - 110} crowns a gram. "
        "A dealer said that buyers wait for the figures on inflation. "
        f"An ounce traded at {world} dollars abroad."
    )


def test_sixty_daily_reports_are_sixty_stories():
    random = Random(0)
    reports = [
        f"Harga emas batangan di Sarimulya pada {1 + day % 30} {('Januari', 'Februari')[day // 30]} 2024 "
        f"{random.choice(['naik', 'turun'])} Rp {random.randint(1, 15)} ribu menjadi Rp {1400 + day * 7 % 60}.000 per "
        f"gram. Harga pembelian kembali berada di Rp {1290 + day * 7 % 60}.000 per gram. Seorang pedagang mengatakan "
        f"pembeli menunggu data inflasi. Harga emas dunia berada di {random.randint(2000, 2400)} dolar AS per ons."
        for day in range(60)
    ]
    one_story_each(reports)


@pytest.mark.parametrize("count", range(2, 9))
def test_a_few_daily_reports_are_apart_by_their_figures(count):
    one_story_each([gold(day, 1400 + 7 * day, 3 + day, 2300 + 11 * day) for day in range(1, count + 1)])


@pytest.mark.parametrize("count", [2, 12])
def test_copies_of_one_days_report_are_one_story(count):
    reports = [gold(day, 1400 + 7 * day, 3 + day, 2300 + 11 * day) for day in range(count) for _ in range(3)]
    reports += [gold(0, 1400, 3, 2300).replace("A dealer said", "One dealer told us")]
    found, ids = stories(reports)
    assert found == [ids[i - i % 3] for i in range(3 * count)] + ids[:1]


WRAPPED = {
    "short": (WRAPPER, POSTS),
    "longer": (WRAPPER + LONGER, POSTS),
    "before": (LONGER + "{}", POSTS),
    "after": ("{} " + LONGER, POSTS),
    "no spaces, Chinese": (CHINESE_WRAPPER, CHINESE_POSTS),
    "no spaces, Thai": (THAI_WRAPPER, THAI_POSTS),
}


@pytest.mark.parametrize("wrapper, posts", WRAPPED.values(), ids=WRAPPED)
def test_twelve_posts_in_one_wrapper_are_twelve_stories(wrapper, posts):
    one_story_each([wrapper.format(post) for post in posts])


def test_five_teasers_that_end_in_one_notice_are_five_stories():
    notice = (
        "For legal reasons the full text of this report by the agencies can no longer be read on these pages."
    )
    one_story_each([f"{post} {notice}" for post in POSTS[:5]])


def test_a_wire_report_to_which_six_papers_add_a_sentence_is_one_story():
    report = WRAPPER.format(POSTS[0]) + LONGER
    one_story([f"{report}\n\n{post}" for post in POSTS[1:7]])


def test_an_empty_wrapper_joins_nothing():
    one_story_each([WRAPPER.format(post) for post in [*POSTS, ""]])


def test_copies_of_posts_in_a_wrapper_are_found():
    texts = [WRAPPER.format(post) for post in POSTS] + [WRAPPER.format(post) for post in POSTS[:3]]
    found, ids = stories(texts)
    assert found == ids[:12] + ids[:3]


def test_names_that_fill_a_template_are_the_news():
    names = [a + b for a, b in product(("Al", "Nor", "Sar", "Dor"), ("mery", "wick", "rel", "vale", "ton"))]
    one_story_each(
        [
            f"{home} beat {away} in the regional league on Saturday. The goal came late and {player} scored it. "
            f"The coach of {home} thanked the crowd, and the coach of {away} blamed the wind. It goes on next week."
            for home, away, player in zip(names, names[7:] + names[:7], names[3:] + names[:3], strict=True)
        ]
    )


@pytest.mark.slow
@pytest.mark.parametrize("copies", [2, 5, 30])
@pytest.mark.parametrize("edits", [1, 3])
def test_copies_with_an_edit_here_and_there_are_one_story(copies, edits):
    random, original = Random(1), WRAPPER.format(POSTS[0]) + LONGER
    texts = []
    for _ in range(copies):
        text = original.split(" ")
        for place in random.sample(range(len(text)), edits):
            text[place] = random.choice(WORDS)
        texts.append(" ".join(text))
    one_story(texts)


def test_excerpts_and_copies_with_a_comment_stay_with_the_story():
    original = WRAPPER.format(" ".join(POSTS[:4]))
    comments = [f"{original}\n\n{post}" for post in POSTS[4:7]]
    one_story([original] * 8 + comments + [" ".join(POSTS[:4])])


def test_one_figure_brought_up_to_date_leaves_a_copy():
    text = WRAPPER.format("Nine houses burned on the quay and 14 families spent the night in a school.")
    one_story([text, text.replace("14", "19")])


def test_settled_reports_are_parted_when_more_show_the_template():
    first = [LONGER + post for post in POSTS]
    ids = [f"a{i:03}" for i in range(len(first))]
    articles = pd.DataFrame({"article_id": ids, "text": first, "language": None}, dtype=object)
    few = assign_stories(articles[:3], split_passages(articles[:3]))
    assert few.tolist() == ids[:1] * 3  # too few to tell a wrapper from a text
    settled = pd.Series(few.tolist(), index=ids[:3])
    assert assign_stories(articles, split_passages(articles), settled=settled).tolist() == ids


def translated_templates(language, figures):
    """Articles of five passages, alike in all languages but for their figures."""
    return [
        (
            f"{language}{i}",
            language,
            [f"{language} sentence {'abcde'[n]} with {number}" for n, number in enumerate(own)],
        )
        for i, own in enumerate(figures)
    ]


def test_translations_agree_in_their_figures():
    figures = [[1000 + 100 * i + n for n in range(5)] for i in range(3)]
    told = translated_templates("en", figures) + translated_templates("fr", figures[::-1])
    rng = np.random.default_rng(0)
    noise = [(f"x{i:02}", ("de", "es")[i % 2], [f"word{i} of{n} x{i}" for n in range(5)]) for i in range(40)]
    rows = [
        (f"{key}:{n}", key, text, language, True)
        for key, language, own in told + noise
        for n, text in enumerate(own)
    ]
    passages = pd.DataFrame(rows, columns=["passage_id", "article_id", "text", "language", "kept"])
    form = rng.normal(size=(5, 64))
    vectors = np.concatenate([form] * len(told) + [rng.normal(size=(5, 64)) for _ in noise])
    vectors = (vectors / np.linalg.norm(vectors, axis=1, keepdims=True)).astype(np.float32)
    ids = [key for key, _, _ in told + noise]
    found = assign_stories(pd.DataFrame({"article_id": ids}), passages, vectors)
    assert found.tolist()[:6] == ["en0", "en1", "en2", "en2", "en1", "en0"]


def test_numbers_are_read_in_any_digits_and_without_separators():
    assert numbers("1.410,5 / 1 200 / ١٬٤١٠ / covid-19 / H800, a2024 / 在2024年") == {
        "14105",
        "1",
        "200",
        "1410",
        "19",
        "2024",
    }


def test_two_numbers_say_nothing():
    assert numbers_agree(frozenset("12"), frozenset("34"), 0.5)
    assert not numbers_agree(frozenset("123"), frozenset("145"), 0.5)
    assert numbers_agree(frozenset("123"), frozenset("125"), 0.5)


@settings(deadline=None)
@given(st.lists(st.text(alphabet="ab 12", max_size=12), max_size=6))
def test_a_text_does_not_differ_from_itself(sentences):
    assert not figures_differ(sentences, sentences)


@pytest.mark.parametrize("name", ["shingles", "boilerplate", "containment", "numerals"])
def test_the_examples_run(name):
    assert doctest.testmod(import_module(f"newsthemes.stories.{name}")).failed == 0


def test_the_example_of_the_room_runs():
    assert doctest.testmod(import_module("newsthemes.stories")).failed == 0
