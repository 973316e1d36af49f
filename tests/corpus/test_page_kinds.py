"""Pages that are no article, told in the languages of the web; and articles about such things, which are."""

from itertools import islice

import pytest
from lxml import html

from newsthemes.corpus.readers import page_kind as page_kinds
from newsthemes.corpus.readers.html import read_page
from newsthemes.corpus.readers.page_kind import notice_kind, page_kind

STORY = "".join(
    f"<p>The port shut {n} of its nine piers on Tuesday after a crack was found in a crane, its master said.</p>"
    for n in ("two", "three", "four", "five")
)
CONSENT = {
    "pl": "Szanujemy Twoją prywatność.\nMy i nasi partnerzy przechowujemy pliki cookie.\nMożesz wycofać zgodę.",
    "tr": "Gizliliğinize önem veriyoruz.\nBiz ve ortaklarımız çerezler saklıyoruz.\nOnayınızı geri çekebilirsiniz.",
    "sv": "Vi värnar om din integritet.\nVi och våra partners lagrar kakor.\nDu kan återkalla ditt samtycke.",
    "cs": "Vážíme si vašeho soukromí.\nMy a naši partneři ukládáme soubory cookie.\nSouhlas můžete odvolat.",
    "fi": "Arvostamme yksityisyyttäsi.\nMe ja kumppanimme tallennamme evästeitä.\nVoit perua suostumuksesi.",
    "el": "Σεβόμαστε το απόρρητό σας.\nΕμείς και οι συνεργάτες μας αποθηκεύουμε cookies.\nΜπορείτε να "
    "ανακαλέσετε τη συγκατάθεσή σας.",
    "ko": "당사는 귀하의 개인정보를 존중합니다.\n당사와 파트너는 쿠키를 저장합니다.\n언제든지 동의를 철회할 수 "
    "있습니다.",
}  # fmt: skip
LOGIN = {
    "ko": "이 기사를 읽으려면 로그인하세요.\n비밀번호를 잊으셨나요?\n회원가입을 하세요.",
    "pl": "Podaj adres i hasło, aby się zalogować.\nNie masz konta? Zarejestruj się.",
    "sv": "Logga in för att läsa vidare.\nHar du glömt ditt lösenord?",
    "cs": "Přihlaste se, prosím, ke čtení článku.\nZapomněli jste heslo?",
    "he": "התחבר כדי לקרוא את הכתבה.\nשכחת את הסיסמה שלך?",
}
CONSENT |= {
    "en": "We value your privacy.\n"
    "We and our 842 partners store and access personal data.\nYou can withdraw your consent at any time.",
    "en2": "This website uses cookies.\nBy continuing you agree to our use of cookies.",
    "fr": "Nous respectons votre vie privée.\n"
    "Avec nos 800 partenaires, nous utilisons des traceurs.\nVous pouvez retirer votre consentement.",
    "de": "Wir verwenden Cookies und Tracking.\nIhre Einwilligung ist freiwillig.\nMehr in der Datenschutzerklärung.",
    "es": "Valoramos su privacidad.\n"
    "Nosotros y nuestros socios almacenamos datos personales.\nPuede retirar su consentimiento.",
    "pt": "Valorizamos a sua privacidade.\n"
    "Nós e nossos parceiros armazenamos dados pessoais.\nPode retirar o seu consentimento.",
    "it": "La tua privacy è importante.\nNoi e i nostri partner usiamo i cookie.\nPuoi revocare il tuo consenso.",
    "nl": "Wij waarderen uw privacy.\nWij en onze partners slaan cookies op.\nU kunt uw toestemming intrekken.",
    "id": "Kami menghargai privasi Anda.\nKami dan mitra kami menyimpan cookie.\nAnda dapat menarik persetujuan Anda.",
    "ru": "Мы ценим вашу конфиденциальность.\nМы и наши партнёры храним файлы cookie.\nВы можете отозвать согласие.",
    "uk": "Ми цінуємо вашу приватність.\nМи та наші партнери зберігаємо файли cookie.\nВи можете відкликати згоду.",
    "da": "Vi værner om dit privatliv.\nVi og vores partnere gemmer cookies.\nDu kan trække dit samtykke tilbage.",
    "hu": "Fontos az adatvédelem.\nMi és partnereink sütiket tárolunk.\nA hozzájárulását visszavonhatja.",
    "ro": "Respectăm confidențialitatea ta.\nNoi și partenerii noștri stocăm cookie.\nÎți poți retrage consimțământul.",
    "vi": "Chúng tôi tôn trọng quyền riêng tư của bạn.\n"
    "Chúng tôi và các đối tác lưu trữ cookie.\nBạn có thể rút lại sự đồng ý.",
    "th": "เราให้ความสำคัญกับความเป็นส่วนตัวของคุณ\nเว็บไซต์นี้ใช้คุกกี้เพื่อประสบการณ์ที่ดี",
    "zh": "我们重视您的隐私。\n我们和合作伙伴使用 cookie 存储个人信息。\n您可以随时撤回同意。",
    "ja": "当サイトではクッキーを使用しています。\nお客様の個人情報を大切にします。\n同意はいつでも撤回できます。",
    "ar": "نحن نحترم خصوصيتك.\nنحن وشركاؤنا نخزن ملفات تعريف الارتباط وموافقتك مهمة.",
    "fa": "ما به حریم خصوصی شما احترام می\u200cگذاریم.\nما از کوکی استفاده می\u200cکنیم.",
    "he": "אנו מכבדים את הפרטיות שלך.\nאנו משתמשים בעוגיות לשיפור האתר.",
}  # fmt: skip
LOGIN |= {
    "en": "Please log in to continue reading.\nForgot your password?",
    "fr": "Connectez-vous pour lire la suite.\nMot de passe oublié ?",
    "de": "Bitte melden Sie sich an oder registrieren.\nPasswort vergessen? Hier klicken.",
    "es": "Inicia sesión para seguir leyendo.\n¿Has olvidado tu contraseña?",
    "pt": "Faça login para continuar lendo.\nEsqueceu sua senha? Clique.",
    "it": "Accedi per continuare a leggere.\nNon hai un account? Registrati.",
    "nl": "Log in om verder te lezen.\nWachtwoord vergeten? Klik hier.",
    "id": "Silakan masuk untuk membaca.\nLupa kata sandi Anda? Klik.",
    "ru": "Войдите, чтобы читать дальше.\nЗабыли пароль? Нажмите.",
    "tr": "Devam etmek için giriş yapın.\nŞifrenizi mi unuttunuz?",
    "ja": "続きを読むにはログインしてください。\nパスワードをお忘れですか。",
    "zh": "请登录后继续阅读全文内容。\n还没有账号？立即注册一个账号。",
    "vi": "Vui lòng đăng nhập để đọc tiếp.\nQuên mật khẩu? Nhấn đây.",
    "hu": "Jelentkezzen be az olvasáshoz, bejelentkezés itt.\nElfelejtette a jelszavát?",
    "fi": "Kirjaudu sisään lukeaksesi.\nUnohditko salasanasi? Täällä.",
}  # fmt: skip
CAPTCHA = ["Confirme que você é humano", "Potwierdź, że jesteś człowiekiem", "Bekräfta att du är en människa",
           "Potvrďte, že jste člověk", "Підтвердьте, що ви людина", "请验证您是真人"]  # fmt: skip
ERRORS = ["404", "Error 500", "502 Bad Gateway", "Sidan kunde inte hittas", "Fehler 404", "Sivua ei löydy",
"הדף לא נמצא",
          "Strona nie została znaleziona", "Halaman yang Anda cari tidak ditemukan", "404 - Gazette",
          "Not Found"]  # fmt: skip


@pytest.mark.parametrize("language", CONSENT)
def test_consent(language):
    assert notice_kind("Gazette", CONSENT[language]) == "consent"


@pytest.mark.parametrize("language", LOGIN)
def test_login(language):
    assert notice_kind("Gazette", LOGIN[language]) == "login wall"


@pytest.mark.parametrize("title", CAPTCHA)
def test_captcha(title):
    assert notice_kind(title, f"{title}\nOne more line.") == "captcha"


@pytest.mark.parametrize("title", ERRORS)
def test_error(title):
    assert notice_kind(title, f"{title}\nPlease try the search.") == "error page"


@pytest.mark.parametrize(
    "title", ["404 people leave the island", "Police stop 403 cars in a week", "Room 404 opens"]
)
def test_numbers_of_other_things_are_no_error(title):
    assert notice_kind(title, f"{title}\nThe council said so on Friday.") is None


NEWS = {
    "Watchdog fines social network": "The privacy watchdog fined the network on Friday. It found that privacy had been "
    "broken for years. Campaigners for privacy were glad. The firm will appeal.",
    "Troops leave the valley": "The army would withdraw by Friday, it said. Two brigades began to withdraw at dawn. "
    "The rebels refused to withdraw.",
    "Klinik verliert Akten": "Die Datenschutzbehörde hat die Klinik geprüft. Der Datenschutz war lückenhaft. "
    "Die CDU gab ihre Zustimmung.",
    "Governo in calo": "Il consenso per il governo cala. Le preferenze degli elettori cambiano. Il consenso era alto.",
    "Hakim membaca putusan": "Pasukan masuk kota pada Senin. Warga masuk rumah. Truk masuk dari utara.",
    "Войска у города": "Войска хотят войти в город. Они готовы войти завтра. Войти им не дали.",
    "议会表决": "议会同意了这项法案的全部内容。两党都同意减税的计划。总统也同意签署这一法案。",
    "Hackers take passwords": "The password list was sold in May. Every password was old. A password costs a cent.",
    "Missing hiker not found": "The council said so on Friday.",
    "500-year flood hits the valley": "The river rose by two metres.",
    "Death toll rises: 403": "The ministry said so on Friday.",
    "La agencia multa a la red": "La privacidad es un derecho. La red violó su privacidad. La privacidad pesa.",
    "Access denied: how the camp was shut": "The camp was shut on Friday.",
    "Access denied to reporters": "The camp was shut on Friday.",
    "Siteye erişim engellendi": "Mahkeme cuma günü karar verdi.",
    "Brak dostępu do wody": "Miasto czeka na pomoc od piątku.",
    "Google to drop captcha": "The test will go in May.",
    "Unusual traffic jams in the port": "Lorries waited for nine hours.",
    "Rail service unavailable on Sunday": "Buses will run instead.",
}


@pytest.mark.parametrize("title", NEWS)
def test_news_in_the_words_of_notices_is_news(title):
    assert notice_kind(title, f"{title}\n{NEWS[title]}", f"{title} | Gazette") is None


NOTICES = {
    "Access Denied": "error page",
    "Not Found | Gazette": "error page",
    "403 Forbidden": "error page",
    "Just a moment...": "captcha",
    "Attention Required! | Cloudflare": "captcha",
}


@pytest.mark.parametrize("title", NOTICES)
def test_a_heading_that_is_nothing_else(title):
    assert notice_kind(title, f"{title}\nReference 18.2.") == NOTICES[title]


def page(body, head="", title="Gazette"):
    return read_page(f"<html><head><title>{title}</title>{head}</head><body>{body}</body></html>")


def test_an_error_may_be_named_in_the_title_of_the_window():
    assert (
        page("<h1>Oops!</h1><p>Please go back to the front page.</p>", title="404 – Gazette")["page"]
        == "error page"
    )


def test_a_video_that_only_json_ld_names():
    video = '<script type="application/ld+json">{"@type": "VideoObject", "name": "Port"}</script>'
    assert page("<h1>The port from above</h1><p>See the port.</p>", video)["page"] == "video or gallery"
    article = video.replace('"VideoObject"', '["VideoObject", "NewsArticle"]')
    assert "page" not in page("<h1>The port from above</h1><p>See the port.</p>", article)
    assert "page" not in page(f"<h1>The port from above</h1>{STORY}", video)


def test_a_gallery_is_pictures_and_captions():
    pictures = "".join(
        f'<figure><img src="{i}.jpg"><figcaption>The crane, {i} of 9, seen from the harbour on Tuesday morning.</figcaption></figure>'  # noqa: E501
        for i in range(9)
    )
    body = f'<h1>The port in pictures</h1><div class="fotostrecke">{pictures}</div>'
    assert page(body)["page"] == "video or gallery"
    assert "page" not in page(f"<h1>The port is shut</h1><article>{STORY}</article>{body}")


def test_a_list_of_teasers_is_a_section_page():
    teasers = "".join(
        f'<article><h2><a href="/{i}">Headline number {i}</a></h2><p>The beginning of the article number {i}, cut …</p></article>'  # noqa: E501
        for i in range(8)
    )
    assert page(f"<h1>Ports</h1>{teasers}")["page"] == "section page"
    assert "page" not in page(f"<h1>The port is shut</h1><div>{STORY}</div><h3>More</h3>{teasers}")


def test_without_a_page_only_the_text_tells():
    assert page_kind("Ferry", "The ferry sails.") is None


@pytest.mark.parametrize(
    "sentence", ["बंदरगाह ने मंगलवार को दो घाट बंद कर दिए, और जहाज शुक्रवार तक बाहर प्रतीक्षा करेंगे। ", "ท่าเรือเบรนดาปิดท่าเทียบเรือสองแห่งจากห้าแห่งเมื่อวันอังคารหลังพบรอยร้าวในเครน "]  # noqa: E501
)  # fmt: skip
def test_sentences_that_end_with_other_marks_make_an_article(sentence):
    links = "".join(f'<li><a href="/{i}">{sentence[:30]} {i}</a></li>' for i in range(14))
    assert "page" not in page(f"<h1>Gazette</h1><p>{sentence * 5}</p><ul>{links}</ul>")


def test_the_title_of_a_drawing_is_no_title_of_the_page():
    drawing = "<svg><title>404</title></svg>"
    root = html.document_fromstring(f"<html><body>{drawing}<h1>The port</h1><p>Two piers.</p></body></html>")
    assert page_kind("The port", "The port\nTwo piers.", root) is None


def test_each_element_around_paragraphs_is_gone_through_once(monkeypatch):
    heads = "".join(
        f'<div><h2><a href="/{i}">Headline {i}</a></h2><p>A line {i}.</p></div>' for i in range(8)
    )
    root = html.document_fromstring(f"<body>{heads}<div>{'<p>Below.</p>' * 500}</div></body>")
    headings = list(root.iter("h2"))
    own = set(map(id, headings))
    known, asked = {}, []
    monkeypatch.setattr(page_kinds, "islice", lambda found, stop: asked.append(stop) or islice(found, stop))
    teasers = [page_kinds._is_teaser(paragraph, own, known) for paragraph in root.iter("p")]
    assert teasers == [True] * len(headings) + [False] * 500
    assert len(asked) <= 2 * len(known) == 2 * 10
