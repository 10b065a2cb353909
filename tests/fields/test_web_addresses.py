"""A link that was copied through a mail program, a search engine or a social medium becomes the address itself."""

from urllib.parse import quote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fields.web_addresses import own_address

OWN = "https://www.westhoek.be/wonen/?jaar=2026&lijst=a%20b#top"
CLEAN = [
    OWN,
    "https://www.google.be/maps?q=Ieper",
    "https://www.facebook.com/welzijnwesthoek?u=1",
    "https://voorbeeld.be/utm_source=x",
    "https://voorbeeld.be/?utmost=1&glider=2",
    "https://voorbeeld.be/?",
    "mailto:an@voorbeeld.be?subject=utm_source",
    "/praktijken/?utm_source=mail",
    "geen adres",
    "https://[::1",
    "",
]


@pytest.mark.parametrize("address", CLEAN)
def test_what_has_no_wrapper_and_no_marks_stays_letter_for_letter(address):
    assert own_address(address) == address


@pytest.mark.parametrize(
    "wrapper",
    [
        "https://eur02.safelinks.protection.outlook.com/?url={}&data=05%7C02%7Can%40voorbeeld.be&sdata=x&reserved=0",
        "https://eur02.safelinks.protection.outlook.com/ap/w-59584e83/?url={}&data=05",
        "https://www.google.com/url?sa=t&rct=j&q=&url={}&ved=2ahUKE&usg=AOvVaw0",
        "https://www.google.be/url?q={}&sa=D&source=docs",
        "https://www.google.co.uk/url?q={}",
        "https://l.facebook.com/l.php?u={}&h=AT0&s=1",
        "https://l.instagram.com/?u={}&e=AT1",
        "https://www.linkedin.com/redir/redirect?url={}&urlhash=x",
        "https://www.youtube.com/redirect?event=video_description&q={}&v=x",
        "https://duckduckgo.com/l/?uddg={}&rut=x",
    ],
)
def test_a_wrapper_gives_the_address_that_it_leads_to(wrapper):
    assert own_address(wrapper.format(quote(OWN, safe=""))) == OWN


def test_wrappers_in_wrappers_and_their_marks_go_too():
    inner = "https://www.google.com/url?q=" + quote(
        OWN.replace("#top", "&utm_source=nieuwsbrief#top"), safe=""
    )
    outer = "https://eur02.safelinks.protection.outlook.com/?url=" + quote(inner, safe="")

    assert own_address(outer) == OWN


@pytest.mark.parametrize(
    "address",
    [
        "https://urldefense.proofpoint.com/v2/url?u=https-3A__www.westhoek.be_wonen_-3Fa-3Db&d=DwMF&c=x",
        "https://urldefense.com/v3/__https://www.westhoek.be/wonen/?a=b__;!!N-abc!xyz$",
        "https://urldefense.com/v3/__https:/www.westhoek.be/wonen/*a=b__;Pw!!N-abc!xyz$",
        "https://urldefense.com/v3/__https://www.westhoek.be**Aa=b__;L3dvbmVuLz8!!N$",
    ],
)
def test_proofpoint_writes_addresses_in_a_code_of_its_own(address):
    expected = "https://www.westhoek.be/wonen/?a=b"
    if "**A" in address:
        expected = "https://www.westhoek.be/wa=b"

    assert own_address(address) == expected


@pytest.mark.parametrize(
    "mark",
    [
        "utm_source=mail",
        "UTM_Campaign=a%20b",
        "fbclid=IwAR0",
        "gclid=x",
        "mc_cid=1",
        "_hsenc=p",
        "igsh=x",
        "mtm_kwd=x",
    ],
)
def test_marks_go_and_what_belongs_to_the_address_stays(mark):
    assert own_address(f"https://voorbeeld.be/?{mark}") == "https://voorbeeld.be/"
    assert own_address(f"https://voorbeeld.be/?b=2&{mark}&a=%41#x") == "https://voorbeeld.be/?b=2&a=%41#x"


def test_a_wrapper_around_something_else_than_a_web_address_stays():
    for inner in ("javascript:alert(1)", "geen adres", ""):
        address = f"https://www.google.com/url?q={quote(inner)}"
        assert own_address(address) == address


@given(st.text())
def test_no_text_is_too_strange(text):
    assert own_address(own_address(text)) == own_address(text)
    own_address(f"https://urldefense.com/v3/__{text}__;{text}")
    own_address(f"https://www.google.com/url?q={text}")
