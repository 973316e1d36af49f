"""Furniture in languages of which there were few phrases: each line goes, the article's own sentence stays."""

import pandas as pd
import pytest

from newsthemes.passages import split_passages

ARTICLE = {
    "el": "Το λιμάνι της Μπρέντα έκλεισε την Τρίτη δύο από τις πέντε προβλήτες του, αφού βρέθηκε ρωγμή σε γερανό.",
    "hi": "ब्रेंडा बंदरगाह ने मंगलवार को एक क्रेन में दरार मिलने के बाद अपने पाँच घाटों में से दो बंद कर दिए।",
    "ko": "브렌다항은 화요일 크레인에서 균열이 발견된 뒤 다섯 개 부두 가운데 두 곳을 폐쇄했다.",
    "ro": "Portul Brenda a închis marți două dintre cele cinci dane după ce a fost găsită o fisură într-o macara.",
    "fi": "Brendan satama sulki tiistaina kaksi viidestä laiturista, kun nosturista löytyi halkeama.",
    "bg": "Пристанището на Бренда затвори във вторник два от петте кея, след като в кран бе открита пукнатина.",
}
FURNITURE = {
    "el": ("Διαβάστε επίσης: Ο γερανός έπρεπε να είχε αλλάξει", "Ακολουθήστε μας στο Google News"),
    "hi": ("यह भी पढ़ें: क्रेन पहले ही बदली जानी थी", "यह लेख केवल सदस्यों के लिए है।"),
    "ko": ("사진=에이다 홀름 기자", "뉴스레터를 구독하고 매일 아침 소식을 받아보세요."),
    "ro": ("Citește și: Macaraua trebuia schimbată de mult", "Abonează-te la newsletterul nostru."),
    "fi": ("Lue myös: Nosturi olisi pitänyt vaihtaa", "Tilaa uutiskirjeemme ja saat uutiset aamuisin."),
    "bg": ("Прочетете още: Кранът трябвало да бъде сменен", "Последвайте ни във Фейсбук."),
}


@pytest.mark.parametrize("language", ARTICLE)
def test_furniture_of_more_languages_is_set_aside(language):
    text = "\n\n".join([ARTICLE[language], *FURNITURE[language]])
    articles = pd.DataFrame({"article_id": ["a"], "text": [text], "language": [language], "title": [None]})
    passages = split_passages(articles)
    assert passages.loc[passages["kept"], "text"].tolist() == [ARTICLE[language]]
