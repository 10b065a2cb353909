"""Rewrites pictures that were stored before uploads were rewritten. Works on historical models in migrations too."""

import hashlib
from pathlib import PurePath

from media.pictures import PictureError, clean_picture, is_clean


def clean_stored_picture(image, most_pixels=None):
    """Rewrites the file of a stored picture unless it is clean; True if it did.

    Deletes the renditions, which were made from the old file. Raises PictureError, or OSError for a missing file.
    """
    file, old = image.file, image.file.name
    with file.storage.open(old) as content:
        if is_clean(content):
            return False
        clean = clean_picture(content, PurePath(old).name, most_pixels)
    new = file.storage.save(str(PurePath(old).with_name(clean.name)), clean)
    type(image)._base_manager.filter(pk=image.pk).update(
        file=new, **file_fields(clean), **focal_point(image, clean)
    )
    delete_renditions(image)
    file.storage.delete(old)
    return True


def file_fields(clean):
    clean.seek(0)
    return {
        "width": clean.width,
        "height": clean.height,
        "file_size": clean.size,
        "file_hash": hashlib.file_digest(clean, "sha1").hexdigest(),
    }


def focal_point(image, clean):
    """The focal point scaled to the size of `clean`."""
    scales = {"x": clean.width / image.width, "y": clean.height / image.height}
    scales |= {"width": scales["x"], "height": scales["y"]}
    points = {f"focal_point_{name}": scale for name, scale in scales.items()}
    return {
        name: round(getattr(image, name) * scale) for name, scale in points.items() if getattr(image, name)
    }


def delete_renditions(image):
    for rendition in image.renditions.all():
        rendition.file.storage.delete(rendition.file.name)
    image.renditions.all().delete()


def clean_stored_pictures(images, most_pixels=None):
    """Rewrites each image; yields `(image, message)` for those that only a person can repair."""
    for image in images:
        try:
            clean_stored_picture(image, most_pixels)
        except (PictureError, OSError) as error:
            yield image, str(error)
