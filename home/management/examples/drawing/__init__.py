"""Flat drawings in the colours of the house and the sign of a region, each of one motif."""

from . import indoors, outdoors
from .scene import SIZES, Scene

MOTIFS = {
    "people": outdoors.people,
    "house": outdoors.home,
    "table": indoors.table,
    "street": outdoors.street,
    "hands": indoors.hands,
    "garden": outdoors.garden,
    "kitchen": indoors.kitchen,
    "bus": outdoors.bus,
    "books": indoors.books,
    "phone": indoors.phone,
    "tree": outdoors.orchard,
    "map": outdoors.chart_of_regions,
    "chart": indoors.chart,
    "bed": indoors.bed,
    "bike": outdoors.bike,
    "door": indoors.door,
    "chair": indoors.chair,
}


def draw(motif, shape, region, slug):
    """The drawing, always the same for the same words. Raises KeyError for a motif or shape that there is none of."""
    if shape not in SIZES:
        raise KeyError(f"no shape “{shape}”, only {', '.join(SIZES)}")
    if motif not in MOTIFS:
        raise KeyError(f"no motif “{motif}”, only {', '.join(MOTIFS)}")
    scene = Scene(shape, region, slug)
    MOTIFS[motif](scene)
    return scene.finished()
