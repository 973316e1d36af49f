"""Passages: nothing lost, nothing moved, furniture named, languages told."""

import pandas as pd
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from newsthemes.parallel import processes as parallel
from newsthemes.passages import PASSAGE_COLUMNS, REASONS, article_languages, split_passages, without_content
from newsthemes.passages.boilerplate.repeated_lines import repeated_lines
from newsthemes.passages.identify_language import tag
from newsthemes.passages.segment import passages_of
from newsthemes.passages.sentences import MOST_CHARACTERS, MOST_UNSPACED, MOST_WORDS, sentence_spans

INVISIBLE = set("\u200b\u200c\u200d\u2060\ufeff")


def articles(*texts, language=None, **named):
    named = named or {f"a{i}": text for i, text in enumerate(texts)}
    return pd.DataFrame(
        {"article_id": list(named), "text": list(named.values()), "language": language}, dtype=object
    )


def split(text, language=None):
    return split_passages(articles(text, language=language))


def kept(text):
    passages = split(text)
    return passages[passages["kept"]]["text"].tolist()


def dropped(text):
    passages = split(text)
    return [(p.text, p.reason) for p in passages.itertuples() if not p.kept]


def sentences(line, language="en"):
    return [line[start:end] for start, end in sentence_spans(line, language)]


# Provenance


def check_provenance(text, passages):
    """Verbatim, in order, apart, and nothing but white space outside."""
    position = 0
    for p in passages:
        assert position <= p.start < p.end <= len(text)
        assert all(c.isspace() or c in INVISIBLE for c in text[position : p.start])
        position = p.end
    assert all(c.isspace() or c in INVISIBLE for c in text[position:])


odd = st.sampled_from(
    [
        "\n",
        "\r\n",
        "\r",
        "\u2028",
        "\x85",
        "\v",
        " ",
        "\u200b",
        "\ufeff",
        "\0",
        "\u202e",
        "\ufffd",
        "\U0001f600",
        "e\u0301",
    ]
    + [
        "---\n",
        "# ",
        "> ",
        "- ",
        "• ",
        "**",
        "Title: ",
        "By ",
        "Share\n",
        "0/400\n",
        "p>",
        "</div>",
        "[Insert name]",
        "http://x.y/z ",
    ]
    + [
        "“",
        "”",
        "«",
        "»",
        "(",
        ")",
        '"',
        "'",
        ". ",
        ".",
        "? ",
        "! ",
        "。",
        "؟ ",
        "Dr. ",
        "Rp. ",
        "3.",
        "…",
        ": ",
        "| ",
    ]
    + [
        "The boats came home late. ",
        "Les bateaux rentrent tard. ",
        "Kapal pulang larut malam. ",
        "船很晚才回来。",
        "عادت القوارب متأخرة. ",
    ]
)
texts = st.one_of(
    st.text(max_size=300), st.lists(st.one_of(odd, st.text(max_size=12)), max_size=40).map("".join)
)


@pytest.mark.slow
@settings(max_examples=300, deadline=None)
@given(texts)
@example("---\ntitle: x\n---\n")
@example("---\na: b\n---\n---\nc: d\n---\n")
@example("\ud800 lone. \udfff")
@example("Title: " * 40)
@example("** ** # - > ")
def test_every_text_is_split_without_loss(text):
    check_provenance(text, passages_of(text, None, frozenset()))


@pytest.mark.slow
def test_the_table(tmp_path):
    text = "The pier is old. It leans.\n\nShare\nTweet\n0/400"
    frame = split_passages(articles(port=text))
    assert tuple(frame.columns) == PASSAGE_COLUMNS
    assert frame["passage_id"].tolist() == ["port:0", "port:17", "port:28", "port:34", "port:40"]
    assert frame["kept"].tolist() == [True, True, False, False, False]
    assert frame["reason"].tolist() == [None, None, "widget", "widget", "counter"]
    assert [text[s:e] for s, e in zip(frame["start"], frame["end"], strict=True)] == frame["text"].tolist()
    assert frame["kept"].dtype == bool and frame["language_p"].dtype == "float64"
    assert pd.isna(frame["language_p"].iloc[4]) and frame["language"].iloc[4] is None


@pytest.mark.parametrize("text", ["", " \n\t", "\ufeff\u200b", None])
def test_an_article_without_text_has_no_passages(text):
    frame = split_passages(articles(text))
    assert frame.empty and tuple(frame.columns) == PASSAGE_COLUMNS
    assert article_languages(frame).empty


def test_no_articles_give_an_empty_table():
    assert split_passages(articles("x").iloc[:0]).empty


def test_front_matter_is_one_dropped_passage():
    text = "---\ntitle: The pier\n---\n\nThe pier is old."
    assert dropped(text) == [("---\ntitle: The pier\n---", "front matter")]
    assert kept(text) == ["The pier is old."]


def test_marks_of_markdown_stay_outside_the_passages():
    text = "# The old pier\n\n**It leans.**\n\n- One boat came.\n> Nobody left."
    assert kept(text) == ["The old pier", "It leans.", "One boat came.", "Nobody left."]
    assert [t for t, reason in dropped(text) if reason == "markup"] == ["#", "**", "**", "-", ">"]


def test_several_processes_give_the_same_table_as_one(monkeypatch):
    many = articles(
        **{f"a{i:03}": f"Boat number {i} came home.\nIt was late in the year {i}." for i in range(40)}
    )
    one = split_passages(many)
    monkeypatch.setattr(parallel, "WORTH_IT", 0)
    pd.testing.assert_frame_equal(split_passages(many), one)
    assert len(one) == 80


def test_the_order_of_articles_changes_nothing_but_the_order_of_rows():
    named = {
        f"a{i}": f"Read our guide to boat {i % 2}.\nBoat number {i} came home late, the crew said.\nMore at the quay\n"
        for i in range(6)
    }
    one = split_passages(articles(**named))
    two = split_passages(articles(**dict(reversed(named.items()))))
    order = ["article_id", "start"]
    pd.testing.assert_frame_equal(
        one.sort_values(order, ignore_index=True), two.sort_values(order, ignore_index=True)
    )


# Sentences


@pytest.mark.parametrize(
    ("language", "line", "expected"),
    [
        ("en", "The pier is old. It leans! Will it fall?", ["The pier is old.", "It leans!", "Will it fall?"]),
        ("en", "Dr. Holm met J. K. Lind. They spoke.", ["Dr. Holm met J. K. Lind.", "They spoke."]),
        ("en", "It cost $3.5 million in the U.S. It sank.", ["It cost $3.5 million in the U.S.", "It sank."]),
        ("en", "He left.She stayed home.", ["He left.", "She stayed home."]),
        ("en", "Port.com and Boats.Net closed. So did we.", ["Port.com and Boats.Net closed.", "So did we."]),
        ("en", "“It leans. It will fall,” he said. She left.", ["“It leans.", "It will fall,” he said.", "She left."]),
        ("en", '"Will it fall?" asked Bo. "Soon."', ['"Will it fall?" asked Bo.', '"Soon."']),
        ("en", "He said “never. She left. They stayed.", ["He said “never.", "She left.", "They stayed."]),
        ("en", "It leans. (Nobody knows why.) It stands.", ["It leans.", "(Nobody knows why.)", "It stands."]),
        ("fr", "M. Moreau, né en 50 av. J.-C., signe. Il part.", ["M. Moreau, né en 50 av. J.-C., signe.", "Il part."]),
        ("en", "She read art. 5 of the act. Then art won.", ["She read art. 5 of the act.", "Then art won."]),
        ("fr", "Il a dit : « Non. Jamais. » Puis il part.", ["Il a dit : « Non.", "Jamais. »", "Puis il part."]),
        ("id", "Tn. Budi membayar Rp. 500. Ia pulang.", ["Tn. Budi membayar Rp. 500.", "Ia pulang."]),
        ("de", "Am 3. Mai kam er z. B. nach Bonn. Er blieb.", ["Am 3. Mai kam er z. B. nach Bonn.", "Er blieb."]),
        ("es", "¿Caerá? ¡No! Aguanta.", ["¿Caerá?", "¡No!", "Aguanta."]),
        ("zh", "码头很旧。它会倒吗？他说：“不会。放心。”", ["码头很旧。", "它会倒吗？", "他说：“不会。", "放心。”"]),
        ("ar", "الرصيف قديم. هل سيسقط؟ لا.", ["الرصيف قديم.", "هل سيسقط؟", "لا."]),
        ("hi", "घाट पुराना है। वह झुका है।", ["घाट पुराना है।", "वह झुका है।"]),
        ("xx", "One. Two.", ["One.", "Two."]),
        ("en", "She left... The pier stood. And then… Rain.", ["She left...", "The pier stood.", "And then…", "Rain."]),
        ("en", "1. The pier. 2. The quay.", ["1. The pier.", "2. The quay."]),
        ("en", "Shares (PORT.O) fell 5 pct. to 3. Why?", ["Shares (PORT.O) fell 5 pct. to 3.", "Why?"]),
        ("en", "It opened at 9 a.m. Monday. It shut at 5 p.m. He left.",
         ["It opened at 9 a.m. Monday.", "It shut at 5 p.m.", "He left."]),
        ("en", 'It fell."We saw it," he said.', ["It fell.", '"We saw it," he said.']),
        ("en", "it fell on it. we saw it.", ["it fell on it.", "we saw it."]),
        ("en", "It is over. iPads fell too.", ["It is over.", "iPads fell too."]),
        ("es", "Dijo que no. El muelle cayó.", ["Dijo que no.", "El muelle cayó."]),
        ("fr", "J.-P. Moreau et F. Lind signent. Il part.", ["J.-P. Moreau et F. Lind signent.", "Il part."]),
        ("id", "PT. Dermaga Tbk. naik, dll. dan lain. Ia pulang.",
         ["PT. Dermaga Tbk. naik, dll. dan lain.", "Ia pulang."]),
        ("de", "Das 20. Jahrhundert war lang. „Ja!“Sie ging.", ["Das 20. Jahrhundert war lang.", "„Ja!“", "Sie ging."]),
        ("tr", "Liman 3. sırada kaldı. Bitti.", ["Liman 3. sırada kaldı.", "Bitti."]),
        ("zh", "“码头很旧！”他说。真的吗？", ["“码头很旧！”他说。", "真的吗？"]),
        ("ja", "「倒れる。」と彼は言った。本当？", ["「倒れる。」と彼は言った。", "本当？"]),
        ("ko", '"무너진다."라고 말했다. 정말?', ['"무너진다."라고 말했다.', "정말?"]),
        ("ar", "سقط الرصيف.غادر الناس. قال د. سمير لا.", ["سقط الرصيف.", "غادر الناس.", "قال د. سمير لا."]),
        ("hi", "डॉ. सिंह आए। वह गए।", ["डॉ. सिंह आए।", "वह गए।"]),
    ],
)  # fmt: skip
def test_sentences(language, line, expected):
    assert sentences(line, language) == expected


@pytest.mark.parametrize(
    ("line", "most"),
    [
        ("word, " * 5000, MOST_CHARACTERS),
        ("word " * 5000, MOST_CHARACTERS),
        ("x" * 5000, MOST_CHARACTERS),
        ("a " * 5000, 2 * MOST_WORDS),
        ("码头很旧" * 1000, MOST_UNSPACED),
        ("码头，" * 1000, 2 * MOST_UNSPACED),
    ],
)
def test_a_line_without_sentences_is_cut_to_what_an_encoder_reads(line, most):
    spans = sentence_spans(line, "en")
    assert max(end - start for start, end in spans) <= most
    assert "".join(line[start:end] for start, end in spans).replace(" ", "") == line.replace(" ", "")
    assert len(spans) <= 2.5 * len(line) / most + 1


def test_long_sentences_are_cut_at_clause_marks():
    line = ", ".join(["the crews of the northern harbour waited for the tide"] * 40)
    assert all(part.endswith("tide,") for part in sentences(line)[:-1])


@pytest.mark.slow
def test_a_long_line_is_split_in_linear_time():
    assert len(sentence_spans("He left “home. She (stayed. " * 20_000, "en")) == 40_000


def test_the_lines_of_a_wrapped_paragraph_are_one():
    text = (
        "The council decided on Monday to widen the old pier by ten metres,\n"
        "a plan that the crews of the harbour had asked for. The work would\n"
        "last two years, the mayor said, and nobody expected any more delays\n"
        "on the line.\n\n"
        "Residents fear the noise and ask for a study of the whole plan by\n"
        "an expert. They meet on Friday.\n"
    )
    assert [s.replace("\n", " ") for s in kept(text)] == [
        "The council decided on Monday to widen the old pier by ten metres, a plan that the crews of the harbour "
        "had asked for.",
        "The work would last two years, the mayor said, and nobody expected any more delays on the line.",
        "Residents fear the noise and ask for a study of the whole plan by an expert.",
        "They meet on Friday.",
    ]


# Furniture

BODY = (
    "The council voted on Monday to widen the old pier, after years of complaints by the crews.\n"
    "Work will begin in May and last two years, the mayor told the meeting.\n"
    "Residents said they feared the noise more than the cost of the whole plan.\n"
)


def test_the_vocabulary_of_reasons_is_documented():
    assert all(meaning for meaning in REASONS.values())


def test_an_article_without_furniture_is_kept_whole():
    assert dropped(BODY) == []


@pytest.mark.parametrize(
    ("end", "reasons"),
    [
        ("Like\nComment\nShare\n0/400", ["widget", "widget", "widget", "counter"]),
        ("Me gusta\nComentarios (12)\nCompartir", ["widget", "counter", "widget"]),
        ("点赞\n评论\n分享", ["widget"] * 3),
        ("  • English\n  • Français (Canada)\n  • 日本語\n  • بالعربية", ["menu"] * 4),
        ("128 views\nEdited by the night desk", ["counter", "byline"]),
        ("Photo: Harbour archive\nSource: Port Post", ["byline", "byline"]),
        ("© 2020 The Port Post.", ["disclaimer"]),
        (
            "This text is provided for informational purposes only and is not financial advice.",
            ["disclaimer"],
        ),
        ("Subscribe to our newsletter and never miss a boat.", ["promotion"]),
        (
            "View original\nScan to download the Port app\nAnywhere at any hour\nqrCode",
            ["widget", "promotion", "widget", "widget"],
        ),
        (
            "References:\n- Holm, A. (2020). Piers. Retrieved from https://port.example",
            ["reference", "reference"],
        ),
        ("This site uses cookies.", ["consent"]),
        (
            "© 2024 The Port Post. All rights reserved.\nMost read\nRelated topics\n"
            "The Port Post is not responsible for the content of external sites.\nTerms of Use",
            ["disclaimer", "disclaimer", "promotion", "promotion", "disclaimer", "menu"],
        ),
    ],
)
def test_what_follows_the_article(end, reasons):
    assert [reason for _, reason in dropped(BODY + end)] == reasons
    assert kept(BODY + end) == kept(BODY)


@pytest.mark.parametrize(
    ("head", "reasons"),
    [
        ("Home\nSport\nWeather\nBy Ada Holm\n3 min read", ["menu", "menu", "menu", "byline", "counter"]),
        ("Home | News | Sport | Contact", ["menu"]),
        ("Par Lise Moreau\n12 mai 2021 à 10:30", ["byline", "byline"]),
        ("Auteur | Lise Moreau\nSource de l’image : archives du port", ["byline", "byline"]),
        ("作者：李明", ["byline"]),
        ("Okay, here is a news article from your notes:", ["prompt residue"]),
        ("Sure! Below is the rewritten article.", ["prompt residue"] * 2),
        ("5 hours ago", ["byline"]),
        ("Shipping | Weather | Coast\nBy Ada Holm\n12/03/2024, 10:30 GMT", ["menu", "byline", "byline"]),
        ("Publié le 12 mars 2024 à 10h30, mis à jour le 13 mars 2024\nA A A", ["byline", "widget"]),
        ("Please log in to continue reading.", ["login wall"]),
    ],
)
def test_what_precedes_the_article(head, reasons):
    title = "The old pier is to be widened at last"
    assert [reason for _, reason in dropped(f"{head}\n{BODY}")] == reasons
    assert kept(f"{title}\n{head}\n{BODY}")[0] == title


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("Advertisement", "promotion"),
        ("Read also: Old bridge closed for repairs", "related"),
        ("Sign up for our free weekly letter.", "promotion"),
        ("</div><br/>", "markup"),
        ("p>", "markup"),
        ("* * *", "no words"),
        ("Link to the document:", "label"),
        ("https://port.example/a", "reference"),
        ("The mayor, [insert name], agreed with the plan.", "prompt residue"),
        ("3,204 comments", "counter"),
    ],
)
def test_what_is_furniture_wherever_it_stands(line, reason):
    assert dropped(BODY + line + "\n" + BODY.replace("Monday", "Tuesday")) == [(line, reason)]


@pytest.mark.parametrize(
    "line",
    [
        "Source of energy: a pump that nobody had serviced for ten years, the engineers found.",
        "Computing resources: the laboratory has none to spare this year.",
        "Comments by the minister angered the unions.",
        "By Friday evening the water had risen again.",
        "He said:",
        "The app was downloaded by 3,000 people in a week, and they shared it.",
        "Copyright law was the subject of the session.",
        "Menu prices rose by 4 percent.",
        "Views differ on that: 12 members want more time.",
        "She was the best painter of the coast in the century XX.",
        "With love from all of us at the old harbour, xx",
        "Copyright holders sued the port.",
        "The options | as she put it to the members | were two.",
        "What comes next?",
        "A long wait for the crews",
    ],
)
def test_sentences_and_headings_that_only_look_like_furniture_are_kept(line):
    before, after = BODY, BODY.replace("Monday", "Tuesday")
    assert dropped(before + line + "\n" + after) == []


def test_one_line_that_begins_like_a_link_is_kept_and_two_are_links():
    quay, pier = "Related: the old quay and what became of it", "Related: a pier for the whole coast"
    between = BODY.replace("Monday", "Tuesday")
    assert dropped(BODY + quay + "\n" + between) == []
    both = BODY + quay + "\n" + between + pier + "\n" + BODY.replace("Monday", "Friday")
    assert dropped(both) == [(quay, "related"), (pier, "related")]


def test_a_list_of_headlines_is_no_page_end():
    text = "Ferry late\nBy Ada Holm\nPier to be widened\nSource: Port Post\nRain on the coast tomorrow"
    assert kept(text) == ["Ferry late", "Pier to be widened", "Rain on the coast tomorrow"]


def test_the_template_of_a_machine_written_article_goes_and_its_content_stays():
    text = f"Certainly! Here is the article you asked for:\nTitle: The old pier\nIntroduction:\n{BODY}"
    text += f"Body:\n{BODY}Conclusion:\n{BODY}"
    text += "Note: I have used general dates. Please let me know if you want others."
    assert [pair for pair in dropped(text) if pair[1] == "label"] == [
        ("Title:", "label"), ("Introduction:", "label"), ("Body:", "label"), ("Conclusion:", "label"),
    ]  # fmt: skip
    assert [reason for _, reason in dropped(text)].count("prompt residue") == 4
    assert kept(text)[0] == "The old pier"
    assert len(kept(text)) == 1 + 3 * len(kept(BODY))


def test_a_label_that_comes_twice_with_nothing_of_its_own_is_dropped():
    text = f"{BODY}Route of the ferry:\n{BODY.replace('May', 'June')}Route of the ferry:\n{BODY.replace('May', 'July')}"
    assert dropped(text) == [("Route of the ferry:", "label")] * 2


def test_a_login_wall_leaves_nothing_but_what_could_be_read():
    text = "The old pier\nTo continue reading, subscribe today.\nAlready a subscriber? Log in\nCreate a free account"
    assert kept(text) == ["The old pier"]
    assert {reason for _, reason in dropped(text)} == {"login wall"}


def test_an_error_page_leaves_nothing():
    text = "404\nPage not found\nThe page you are looking for does not exist.\nTry another address"
    assert kept(text) == []
    assert [reason for _, reason in dropped(text)] == ["no words", "error page", "error page", "widget"]


def test_the_error_page_of_a_server_leaves_nothing():
    assert kept("404 Not Found\nNot Found\nThe requested URL was not found on this server.") == []


def test_articles_of_which_nothing_is_left_are_reported():
    table = articles(wall="Please log in to continue reading.\nAlready a subscriber?", sound=BODY, none="")
    report = without_content(table, split_passages(table))
    detail = "nothing in it reads as an article"
    assert report.to_numpy().tolist() == [
        ["split", "wall", "login wall", detail],
        ["split", "none", "empty", detail],
    ]


def test_lines_that_repeat_across_unrelated_articles_are_dropped_and_copies_do_not_count():
    line = "Stories of the coast since the old days"
    body = "Crews of the {0} met at dawn to look at the broken nets again.\nThe {0} paid them for {1} days of work.\n"
    unrelated = [body.format(name, days) + line for name, days in (("Ada", 3), ("Bo", 5), ("Cleo", 9))]
    assert repeated_lines(unrelated) == {line.casefold()}
    assert repeated_lines([unrelated[0], unrelated[0] + " ", unrelated[0] + "\n."]) == set()
    frame = split_passages(articles(*unrelated))
    assert frame[frame["text"] == line]["reason"].tolist() == ["repeated line"] * 3
    assert frame["kept"].sum() == 6


def test_an_article_of_nothing_but_repeated_lines_is_kept():
    notes = [
        f"The pier is closed.\n{mark}" for mark in ("", "The quay is open.", "The boat is late.", "It rains.")
    ]
    assert split_passages(articles(*notes)).groupby("article_id")["kept"].sum().tolist() == [1] * 4


# Languages


def test_every_sentence_has_its_own_language():
    text = (
        "Kapal itu pulang larut malam karena ombak tinggi di teluk. The crew had waited for two days before leaving. "
        "Wali kota mengatakan pekerjaan akan dimulai pada bulan Mei."
    )
    assert split(text)["language"].tolist() == ["id", "en", "id"]


def test_short_sentences_take_the_language_of_the_article():
    text = (
        "Le conseil a voté lundi l'élargissement du vieux quai, après des années de plaintes.\nOK.\nLe port"
    )
    assert split(text)["language"].tolist() == ["fr", "fr", "fr"]


def test_indonesian_is_not_taken_for_malay_sentence_by_sentence():
    text = "Pemerintah kota memutuskan untuk memperlebar dermaga. Mereka bekerja di sana. Saya tidak tahu."
    assert set(split(text)["language"]) == {"id"}


def test_a_language_nobody_listed_is_no_error():
    frame = split("ᎠᏂᏴᏫᏯ ᎤᏂᏬᏂᎯᏍᏗ ᎠᎴ ᏧᎾᏓᎴᏅᏛ. Nuqneh tlhIngan maH.")
    assert len(frame) == 2 and frame["kept"].all()
    assert frame["language"].notna().all()


def test_many_sentences_of_furniture_have_no_say():
    text = f"{BODY}Compartir\nMe gusta\nComentarios (12)\nPolítica de privacidad"
    assert split(text)["language"].dropna().tolist() == ["en"] * 3


@pytest.mark.parametrize("text", ["", " ", "12", "…", "\0"])
def test_texts_without_letters_do_not_break_the_identifier(text):
    languages, certain = tag([text])
    assert len(languages) == 1 and 0 <= certain[0] <= 1


def test_the_language_of_an_article_is_that_of_most_of_its_kept_text():
    frame = split_passages(
        articles(
            mixed="Le conseil a voté lundi l'élargissement du vieux quai, après des années de plaintes. It leans.",
            plain="The council voted on Monday to widen the old pier.",
            none="0/400",
        )
    )
    assert article_languages(frame).to_dict() == {"mixed": "fr", "plain": "en"}


def test_right_to_left_text_keeps_its_order_and_offsets():
    text = "قررت البلدية توسيع الرصيف القديم يوم الاثنين. وقال رئيسها إن العمل يبدأ في مايو.\n\u200fشارك\nتعليقات"
    frame = split(text)
    assert [text[s:e] for s, e in zip(frame["start"], frame["end"], strict=True)] == frame["text"].tolist()
    assert frame["kept"].tolist() == [True, True, False, False]
    assert frame["language"].tolist() == ["ar", "ar", None, None]
