"""The language of sentences and articles: close pairs, and no second language from a quotation."""

import pytest

from newsthemes.passages.identify_language import NEGLIGIBLE, identifier, labels, probabilities, tag

ENGLISH = [
    "The council voted on Monday to widen the old pier.",
    "Residents said they feared the noise more than the cost.",
    "The work will take two years, the mayor told the meeting.",
]


@pytest.mark.parametrize(
    "quoted",
    [
        "“Alba gu bràth,” he said.",
        "Siobhán Ní Bhriain and Aoife Ó Súilleabháin agreed.",
        "Lorem ipsum dolor sit amet.",
        "C'est la vie!",
        "PT Bank Rakyat Indonesia Tbk.",
        "São Paulo, Rio de Janeiro.",
        "Volkswagen AG, Wolfsburg.",
        "OK.",
        "Viva la vida",
    ],
)
def test_a_quotation_or_a_line_of_names_is_no_second_language(quoted):
    assert tag([*ENGLISH[:2], quoted, *ENGLISH[2:]])[0] == ["en"] * 4


@pytest.mark.parametrize(
    ("language", "sentence"),
    [
        ("fr", "Le conseil a voté lundi l'élargissement du vieux quai, après des années de plaintes."),
        ("id", "Pemerintah kota memutuskan untuk memperlebar dermaga tua itu."),
        ("ar", "نعم، وافق المجلس."),
        ("zh", "码头很旧。"),
        ("ru", "Городской совет одобрил расширение."),
    ],
)
def test_a_whole_sentence_or_another_script_is(language, sentence):
    languages, certain = tag([*ENGLISH, sentence])
    assert languages == ["en", "en", "en", language] and certain[-1] > 0.4


def test_a_headline_in_capitals_is_a_sentence_of_its_language():
    article = [
        "Pemerintah kota memutuskan untuk memperlebar dermaga tua itu.",
        "Warga takut akan suara bising.",
    ]
    headline = "Council Votes to Widen Old Pier After Years of Complaints"
    assert tag([article[0], headline, article[1]])[0] == ["id", "en", "id"]


ARTICLES = {
    "ms": "Kerajaan negeri memutuskan untuk melebarkan jeti lama itu selepas bertahun-tahun menerima aduan.|"
    "Kerja-kerja akan bermula pada bulan Mei, kata Datuk Bandar.|Penduduk bimbang akan bunyi bising.",
    "id": "Pemerintah kota memutuskan untuk memperlebar dermaga.|Mereka bekerja di sana.|Saya tidak tahu.",
    "pt": "O conselho votou na segunda-feira a ampliação do cais.|Os moradores temem o barulho.|Não.",
    "es": "El consejo votó el lunes la ampliación del muelle.|Las obras durarán dos años.|No.",
    "gl": "O concello votou o luns a ampliación do vello peirao, tras anos de queixas.|A veciñanza teme o ruído.",
    "ca": "El consell va votar dilluns l'ampliació del vell moll.|Les obres duraran dos anys.",
    "ru": "Городской совет в понедельник одобрил расширение старого причала.|Жители боятся шума.|Да.",
    "uk": "Міська рада в понеділок ухвалила розширення старого причалу.|Мешканці бояться шуму.|Так.",
    "bg": "Градският съвет в понеделник одобри разширяването на стария кей.|Жителите се страхуват от шума.",
    "be": "Гарадскі савет у панядзелак ухваліў пашырэнне старога прычала.|Праца будзе доўжыцца два гады.",
    "hr": "Gradsko vijeće odlučilo je u ponedjeljak proširiti stari mol.|Stanovnici se boje buke.",
    "sr": "Gradsko veće odlučilo je u ponedeljak da proširi stari mol.|Градско веће одлучило је да прошири мол.",
    "da": "Byrådet besluttede mandag at udvide den gamle mole efter mange års klager.|Beboerne frygter støjen.",
    "no": "Bystyret vedtok mandag å utvide den gamle moloen etter mange års klager.|Beboerne frykter støyen.",
    "sv": "Kommunen beslutade i måndags att bredda den gamla piren.|Arbetet tar två år.",
    "cs": "Zastupitelstvo v pondělí schválilo rozšíření starého mola po letech stížností.|Práce potrvají dva roky.",
    "sk": "Zastupiteľstvo v pondelok schválilo rozšírenie starého móla po rokoch sťažností.|Práce potrvajú dva roky.",
    "zh": "碼頭關閉了，工人要求政府增加預算。|教師工會表示不滿。|码头很旧。",
    "yue": "佢哋話唔知幾時先至可以返屋企，而家喺度等緊。|我哋今日去咗碼頭，嗰度冇人。",
    "af": "Die stadsraad het Maandag besluit om die ou pier te verbreed.|Die werk sal twee jaar duur.",
    "nl": "De gemeenteraad besloot maandag de oude pier te verbreden.|Het werk zal twee jaar duren.",
}


@pytest.mark.parametrize("language", ARTICLES)
def test_close_languages_are_told_apart_by_their_article(language):
    sentences = ARTICLES[language].split("|")
    assert tag(sentences)[0] == [language] * len(sentences)


def test_what_the_metadata_declares_settles_what_a_line_leaves_open():
    assert tag(["Pelabuhan ditutup."], "ms")[0] == ["ms"] and tag(["Pelabuhan ditutup."], "id")[0] == ["id"]
    assert tag(["Ja."], "de")[0] == ["de"]


@pytest.mark.parametrize(
    "text", ["The council voted on Monday.", "Совет проголосовал.", "42", "", "ПОГОДА СЕГОДНЯ"]
)
def test_probabilities_are_those_that_the_library_ranks_by(text):
    ranked = {label: p for label, p in identifier().rank(text) if p >= NEGLIGIBLE}
    total = sum(ranked.values())
    expected = [ranked.get(label, 0) / total for label in labels()]
    assert probabilities(text).tolist() == pytest.approx(expected, abs=1e-6)
