"""English and French that was left in a Dutch page: a sentence that was not translated, the words of a button."""

import re
from operator import itemgetter

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from ...findings import Check, Group
from .passages import finding_in, sentences_of

# Small words that are of one of the three languages only; straight quotes.
DUTCH = """
    aan al alle als altijd andere ben bent bij binnen daar dan dat deze die dit doen door dus een eigen elk elke
    en er gaan geen geven goed haar heb hebben heeft hem het hier hij hoe hun iedereen iets ik jaar je jij jouw
    jullie kan kunnen kunt maar mag maken mee meer met mijn moet moeten na naar niet niets nieuwe nog nu of om
    omdat onder ons onze ook op over samen sinds soms te tegen tijdens toch toen tot tussen uit uw vaak van
    vanaf veel vind vindt voor vraag waar waarom wanneer waren wat weer wel werd werken wie wij wil willen word
    worden wordt zal ze zich zij zijn zo zoals zodat zoek zonder zou zullen
"""
# These are French too.
DUTCH_OR_FRENCH = {"de", "en"}
ENGLISH = """
    a about an and any are because been before being between both but by can could did does don't down each
    either every for from get has have having he here how if into it its itself just many more most must my
    never new no nor not on only other our out own same shall she should some such than that the their them then
    there these they this those through to too under until upon us very was were what what's when where whether
    which while who whose why will with within without would you your yours
"""
FRENCH = """
    afin ainsi alors au aussi aux avec c'est cela ces cet cette chez comme d'un d'une depuis des donc du elle
    elles entre est et etes eux il ils l'on la le les leur leurs mais moi mon nos notre nous ou où par pendant
    peut pour pourquoi qu'il quand que quel quelle qui s'il sa sans selon ses sont sous sur tous tout toute
    toutes très un une vos votre vous à été êtes être
"""
# What programs, and the sites that people copy from, say in buttons, forms and greetings.
ENGLISH_INTERFACE = """
    back best cancel children choice choose close colleague colleagues comment comments completed confirm
    contents continue copied dear delete dismiss draft edit enter error february file files find follow
    following free friday here hours insert january july june languages latest leave loading look march missing
    monday months needed newer october older opening password people please posted previous published read
    regards related reply required saturday search see select send share shared sincerely skip submit subscribe
    sunday thank thanks thursday today tomorrow tuesday unsubscribe untitled updated view views watch wednesday
    weeks welcome years yesterday
"""
FRENCH_INTERFACE = """
    accueil annuler août auprès bienvenue bonjour chargement commentaire commentaires consultez cordialement
    dimanche décembre découvrez envoyer fermer fermé février gratuit imprimer informations inscription
    inscriptions janvier jeudi juillet juin lien lire lundi madame mardi merci mercredi monsieur mot nouvelle
    ouvert partager précédent rechercher renseignements retour réservation samedi suite suivant titre
    télécharger vendredi voir
"""
PHRASES = """
    about us|call for papers|click here|coming soon|contact us|cookie policy|download the|find out more|
    follow us|for more information|get in touch|join us|learn more|lorem ipsum|more info about|
    more information|our team|our partners|please contact|privacy policy|read more|register here|register now|
    register today|save the date|save your seat|see more|sign up|sold out|subscribe now|terms and conditions|
    thank you|what's new|what’s new|bonne lecture|cliquez ici|contactez-nous|en savoir plus|inscrivez-vous|
    lire la suite|lire plus|merci beaucoup|plus d'info|plus d'infos|plus d’info|plus d’infos|s'inscrire|
    s’inscrire|télécharger|télécharger le|voir plus
"""
PHRASE = re.compile(
    r"(?<!\w)(?:" + "|".join(re.escape(phrase.strip()) for phrase in PHRASES.split("|")) + r")(?!\w)",
    re.IGNORECASE,
)
WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")
# A name of several words may have small ones in it: Save the Children, Maison de la Famille.
NAME = re.compile(r"(?<!\w)[A-ZÀ-Þ][\w'’-]{0,40}(?: (?:[a-zà-ÿ]{1,4} ){0,2}[A-ZÀ-Þ][\w'’-]{0,40})+")
INTERFACE = frozenset((ENGLISH_INTERFACE + FRENCH_INTERFACE).split())
WORDS = {
    "dutch": frozenset(DUTCH.split()),
    "english": frozenset((ENGLISH + ENGLISH_INTERFACE).split()),
    "french": frozenset((FRENCH + FRENCH_INTERFACE).split()),
}
ELISION = re.compile(r"(?:[cdjlmnst]|qu)'[^\W\d_]{2,}")
# A sentence of so many words has a small word of its own language.
LONG_ENOUGH = 6


class OtherLanguage(Check):
    """A sentence, or the words of a button, in English or French."""

    name = "other_language"
    group = Group.WORDS
    heading = _("Words in another language")
    reason = _("Not everybody reads English or French, and a program reads it aloud as if it were Dutch.")

    def find(self, content):
        for passage, sentence, unquoted in sentences_of(content):
            if advice := advice_on(unquoted):
                yield finding_in(passage, sentence, advice)


def advice_on(sentence) -> str:
    """What to do about a sentence; empty if it is Dutch, or too short to say."""
    language = language_of(NAME.sub(" ", sentence))
    if language == "english":
        return gettext("This is English. Translate it, or leave it out.")
    if language == "french":
        return gettext("This is French. Translate it, or leave it out.")
    if phrase := PHRASE.search(sentence):
        return gettext("“%(words)s” is not Dutch. Translate it.") % {"words": phrase[0]}
    return ""


def language_of(sentence) -> str:
    """The language by its words, of which the other languages have less; empty if there are too few to be sure."""
    words = [word.replace("’", "'") for word in WORD.findall(sentence)]
    counts = {
        name: sum(word.casefold() in vocabulary for word in words) for name, vocabulary in WORDS.items()
    }
    counts["french"] += sum(bool(ELISION.fullmatch(word)) for word in words)
    if counts["english"]:
        counts["dutch"] += sum(word.casefold() in DUTCH_OR_FRENCH for word in words)
    language, count = max(counts.items(), key=itemgetter(1))
    if list(counts.values()).count(count) > 1:
        return ""
    if count > 1:
        return language
    is_alone = sum(counts.values()) == 1
    is_button = len(words) <= 2 and any(word.casefold() in INTERFACE for word in words)
    return language if is_alone and (is_button or len(words) >= LONG_ENOUGH) else ""
