"""PDF files as scanners, word processors and vandals make them."""

import io
import zlib

from pypdf import PdfReader, PdfWriter

SENTENCE = "De ploeg komt elke dinsdag samen in het buurthuis, en iedereen is er welkom."


def a_pdf(text=SENTENCE, title="Nota over wonen", pages=1) -> bytes:
    """A file with the same words on each page; none gives pages such as a scanner makes."""
    stream = f"BT /F1 12 Tf 72 720 Td ({text}) Tj ET".encode() if text else b"q Q"
    kids = " ".join(f"{5 + 2 * number} 0 R" for number in range(pages))
    parts = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Kids [{kids}] /Count {pages} >>".encode(),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
        f"<< /Title ({title}) >>".encode() if title else b"<< >>",
    ]
    for number in range(pages):
        resources = "/Resources << /Font << /F1 3 0 R >> >> /MediaBox [0 0 595 842]"
        parts.append(f"<< /Type /Page /Parent 2 0 R {resources} /Contents {6 + 2 * number} 0 R >>".encode())
        parts.append(b"<< /Length %d >>\nstream\n%s\nendstream" % (len(stream), stream))
    return written(parts)


def written(parts) -> bytes:
    content, places = b"%PDF-1.4\n", []
    for number, part in enumerate(parts, 1):
        places.append(len(content))
        content += b"%d 0 obj\n%s\nendobj\n" % (number, part)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    trailer = b"trailer\n<< /Size %d /Root 1 0 R /Info 4 0 R >>\nstartxref\n%d\n%%%%EOF\n"
    head = b"xref\n0 %d\n0000000000 65535 f \n" % (len(parts) + 1)
    return content + head + table + trailer % (len(parts) + 1, len(content))


def with_password(content: bytes) -> bytes:
    writer, file = PdfWriter(clone_from=PdfReader(io.BytesIO(content))), io.BytesIO()
    writer.encrypt("geheim", algorithm="RC4-128")
    writer.write(file)
    return file.getvalue()


def that_goes_round() -> bytes:
    """Its tree of pages has itself as a child."""
    return a_pdf().replace(b"/Kids [5 0 R]", b"/Kids [2 0 R]")


def that_swells() -> bytes:
    """The text of its page is a hundred kilobytes that become a hundred megabytes."""
    packed = zlib.compress(bytes(100_000_000))
    parts = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 5 0 R >>",
        b"<< /Title (Nota) >>",
        b"<< /Filter /FlateDecode /Length %d >>\nstream\n%s\nendstream" % (len(packed), packed),
    ]
    return written(parts)
