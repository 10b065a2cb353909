"""The organisations and people of the examples. One that the site has already is used as it is."""

from cms.models import Organisation, Person

from .reading import WrongFixture


def set_fields(instance, table, values):
    for name, value in table.items():
        names = {field.name for field in type(instance)._meta.fields}
        if name not in names:
            raise WrongFixture(name, "there is no such field")
        setattr(instance, name, values.of_field(type(instance)._meta.get_field(name), value, name))


def make_words(tables, people, values, problems):
    """Organisations first: people work there. A key to another organisation is set when all are there."""
    for slug, table in tables.items():
        with problems.at("organisations.toml", slug):
            values.targets.add(Organisation, slug, organisation(table))
    for slug, table in tables.items():
        with problems.at("organisations.toml", slug):
            save_example(values.targets.get(Organisation, slug, slug), table, values)
    for slug, table in people.items():
        with problems.at("people.toml", slug):
            person = person_of(table)
            save_example(person, table, values)
            values.targets.add(Person, slug, person)


def organisation(table):
    if not table.get("name"):
        raise WrongFixture("name", "missing")
    existing = Organisation.objects.filter(name=table["name"]).first()
    return existing or Organisation.objects.create(name=table["name"], is_example=True)


def person_of(table):
    names = {key: table.get(key) for key in ("first_name", "last_name")}
    if not all(names.values()):
        raise WrongFixture("first_name", "both names are needed")
    return Person.objects.filter(**names).first() or Person(**names, is_example=True)


def save_example(instance, table, values):
    """Saves the values of an example; leaves alone what existed before the examples."""
    if instance.is_example:
        set_fields(instance, table, values)
        instance.full_clean()
        instance.save()
