from django.test import TestCase

from content_checks.checks.form_pictures import AltText, SmallPicture
from content_checks.file_names import is_file_name
from tests.factories import ImageFactory

from .form_cases import LARGE_ENOUGH, SMALL_PICTURES
from .form_pages import findings, in_block, page_with_picture


class SmallPicturesTests(TestCase):
    @classmethod
    def setUpTestData(cls):
        widths = {width for _place, width in [*SMALL_PICTURES, *LARGE_ENOUGH]}
        cls.images = {width: ImageFactory(file__width=width, file__height=10) for width in widths}

    def test_small_pictures_are_found(self):
        missed = [
            case
            for case in SMALL_PICTURES
            if not findings(SmallPicture, page_with_picture(case[0], self.images[case[1]]))
        ]

        self.assertEqual(missed, [])

    def test_large_ones_portraits_and_logos_are_left_alone(self):
        wrong = [
            case
            for case in LARGE_ENOUGH
            if findings(SmallPicture, page_with_picture(case[0], self.images[case[1]]))
        ]

        self.assertEqual(wrong, [])

    def test_a_finding_says_how_wide_it_is_and_leads_to_the_picture(self):
        image = self.images[640]

        [finding] = findings(SmallPicture, page_with_picture("lead", image))

        self.assertIn("640", finding.advice)
        self.assertEqual((finding.path, finding.url), ("listing_image", f"/admin/images/{image.pk}/"))


class AltTextTests(TestCase):
    def test_the_description_of_a_picture_that_is_a_file_name_is_found(self):
        image = ImageFactory(description="IMG_2034.JPG")

        [finding] = findings(AltText, page_with_picture("body", image))

        self.assertEqual((finding.excerpt, finding.url), ("IMG_2034.JPG", f"/admin/images/{image.pk}/"))

    def test_words_of_this_page_are_judged_too(self):
        page = page_with_picture("lead", None)
        page.body = [("image", in_block(ImageFactory(), alt="DSC_0012"))]

        [finding] = findings(AltText, page)

        self.assertEqual(
            (finding.excerpt, finding.url, finding.path), ("DSC_0012", "", f"body.{page.body[0].id}")
        )

    def test_a_decorative_picture_has_no_words(self):
        image = ImageFactory(description="IMG_2034.JPG", is_decorative=True)

        self.assertEqual(findings(AltText, page_with_picture("body", image)), [])

    def test_names_of_files_are_told_from_words(self):
        names = [
            "foto.jpg", "IMG_20230512_101112", "IMG-20230512-WA0003", "PXL_20230512_101112.MP", "P1000123", "DSCN0042",
            "WhatsApp Image 2023-05-12 at 10.11.12", "Schermafbeelding 2024-03-01 om 12.03.22", "image001", "foto 3",
            "groepsfoto_team_2024_def", "20240312_143000", "6f1c2d3e-1111-2222-3333-444455556666", "scan0004", "foto",
            "banner-website-v2", "Screenshot (12)",
        ]  # fmt: skip
        words = [
            "Een groep mensen rond een tafel", "Foto van de groep", "Afbeelding van een huis", "Foto 3 kinderen lopen",
            "An Peeters", "Buurtcentrum", "Vrijwilligers op 12 mei 2024", "De 7 leden van de ploeg", "E-bike",
            "Logo van het CAW", "Sint-Niklaas", "Een-op-een gesprek", "OCMW-medewerker", "Oost-Vlaanderen 2030",
            "Image van de buurt", "Scan van een brief uit 1912",
        ]  # fmt: skip

        self.assertEqual([name for name in names if not is_file_name(name)], [])
        self.assertEqual([each for each in words if is_file_name(each)], [])
