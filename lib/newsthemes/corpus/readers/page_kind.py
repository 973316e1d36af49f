"""What a page is when it is no article: an error, a captcha, a notice, a list of links, a video or a gallery."""

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from lxml.html import HtmlElement

LONGEST = 1_500  # characters: a longer text is not only a notice
ERROR = re.compile(
    r"\b(?:error\s*)?40[34]\b|page (?:was )?not found|(?:can['’]?t|cannot|"
    r"could ?n[o']t) (?:be )?f[io]u?nd (?:that|this|the) page|"
    r"page (?:no longer exists|unavailable|does not exist|doesn['’]t exist)|access denied|"
    r"page (?:introuvable|non trouvée)|halaman (?:tidak|tak) ditemukan|página no encontrada|"
    r"no (?:se ha encontrado|encontramos) la página|"
    r"página não encontrada|seite (?:wurde )?nicht gefunden|pagina non trovata|"
    r"pagina niet gevonden|страница не найдена|"
    r"сторінку не знайдено|sayfa bulunamadı|không tìm thấy trang|"
    r"ไม่พบหน้า|页面不存在|找不到(?:该|此)?页面|頁面不存在|找不到頁面|"
    r"ページが?(?:見つかりません|存在しません)|페이지를 찾을 수 없|الصفحة غير موجودة|لم يتم العثور على الصفحة|"
    r"strona nie została znaleziona",
    re.IGNORECASE,
)
CAPTCHA = re.compile(
    r"captcha|verify (?:that )?you are (?:a )?human|are you a robot|not a robot|"
    r"unusual traffic|checking your browser|"
    r"enable javascript and cookies|just a moment|"
    r"êtes pas un robot|kein roboter|"
    r"no eres un robot|não é um robô|non sei un robot|"
    r"geen robot|bukan robot|не робот|robot olmadığınızı|人机验证|"
    r"安全验证|ロボットではありません|로봇이 아닙니다|لست برنامج روبوت",
    re.IGNORECASE,
)
CONSENT = re.compile(
    r"cookies?\b|tracking|datenschutzerklärung|privacy (?:center|policy|polic)|zustimmung|"
    r"einwilligung|widerruf|consent|"
    r"partners? (?:store|process)|personal data|werbung und|données personnelles|consentement|"
    r"traceurs|consentimiento|"
    r"política de privacidad|consentimento|consenso|toestemming|persetujuan|kebijakan privasi|"
    r"согласие|файлы cookie|згод[аиу]|"
    r"đồng ý|คุกกี้|同意|クッキー|쿠키|موافقت|ملفات تعريف الارتباط",
    re.IGNORECASE,
)
LOGIN = re.compile(
    r"\b(?:log|sign) in\b|password|forgot|create (?:an )?account|mot de passe|se connecter|"
    r"passwort|anmelden|contraseña|"
    r"iniciar sesión|senha|accedi|wachtwoord|inloggen|kata sandi|\bmasuk\b|пароль|şifre|"
    r"mật khẩu|รหัสผ่าน|密码|登录|パスワード|비밀번호|كلمة المرور",
    re.IGNORECASE,
)
SENTENCE = re.compile(r"[^.!?。！？\n]+")
SECTION_LINKS, SECTION_SHARE = (
    12,
    0.6,
)  # links with headlines, and their share of a page's words, that make a list
PROSE = re.compile(
    r"(?:\A|(?<=[.!?。！？]))[^.!?。！？]{40,}+[.!?。！？]|(?:\A|(?<=[。！？]))[^。！？]{15,}+[。！？]"
)  # a sentence
LEAST_PROSE = 250  # characters of sentences that make an article beside its links
SHORT = 250  # characters below a video or a gallery


def page_kind(title: str | None, text: str, root: "HtmlElement | None" = None) -> str | None:
    """Why a page is set aside, one of the reasons of passages; None for an article."""
    return notice_kind(title, text) or (_shape(text, root) if root is not None else None)


def notice_kind(title: str | None, text: str) -> str | None:
    """What a short text is that says only that there is nothing to read: by its title and most of its sentences."""
    if len(text) > LONGEST:
        return None
    first = (text.strip().splitlines() or [""])[0][:200]
    head = f"{(title or '')[:200]}\n{first}"
    if ERROR.search(head) and len(text) < LONGEST / 2:
        return "error page"
    if CAPTCHA.search(head) or (CAPTCHA.search(text) and len(text) < LONGEST / 3):
        return "captcha"
    body = text.replace(title, "", 1) if title else text
    sentences = [s for s in SENTENCE.findall(body) if len(s.split()) > 2 or len(s) > 12]
    for kind, pattern in (("consent", CONSENT), ("login wall", LOGIN)):
        said = sum(bool(pattern.search(sentence)) for sentence in sentences)
        if len(sentences) >= 2 and said >= max(2, 0.6 * len(sentences)):
            return kind
    return None


def _shape(text: str, root: "HtmlElement") -> str | None:
    kind = " ".join(root.xpath("//meta[@property='og:type']/@content")[:1]).lower()
    if (
        kind.startswith("video")
        or root.xpath("//*[contains(@class, 'photo-gallery') or contains(@class, 'slideshow')]")
    ) and (len(text) < SHORT):
        return "video or gallery"
    links = [" ".join(a.text_content().split()) for a in root.xpath("//body//a[@href][not(ancestor::nav)]")]
    linked = set(links)
    prose = [line for line in text.splitlines() if line.strip() not in linked and PROSE.search(line)]
    headlines = [link for link in links if len(link) >= 25]
    if sum(map(len, prose)) >= LEAST_PROSE or len(headlines) < SECTION_LINKS:
        return None
    words = len(
        " ".join(root.xpath("//body//text()[not(ancestor::script) and not(ancestor::style)]")).split()
    )
    in_links = sum(len(link.split()) for link in headlines)
    return "section page" if in_links >= SECTION_SHARE * max(words, 1) else None
