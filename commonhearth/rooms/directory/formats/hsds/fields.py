"""What HSDS 3.0 consists of: entities, their fields in the order of their columns, what holds what.

organization organizations.csv      the entity, and the file of its table
  id!:uuid                          a field: ! needed always, ~ needed in a table, and what it is
  phones[]:phone  program>program   holds many; holds one
"""

from __future__ import annotations

from dataclasses import dataclass

_TABLE = """
organization organizations.csv
  id!:uuid name! alternate_name description! email:email website:uri tax_status tax_id
  year_incorporated:number legal_status logo uri:uri parent_organization_id:uuid funding[] contacts[]:contact
  phones[]:phone locations[]:location programs[]:program organization_identifiers[]:organization_identifier
  attributes[]:attribute metadata[]
program programs.csv
  id!:uuid organization_id~:uuid name! alternate_name description! attributes[]:attribute metadata[]
service services.csv
  id!:uuid organization_id~:uuid program_id:uuid name! alternate_name description url:uri email:email
  status!:active|inactive|defunct|temporarily_closed interpretation_services application_process
  fees_description wait_time fees accreditations eligibility_description minimum_age:number maximum_age:number
  assured_date:date assurer_email:email licenses alert last_modified:date-time phones[]:phone
  schedules[]:schedule service_areas[]:service_area service_at_locations[]:service_at_location
  languages[]:language organization>organization funding[] cost_options[]:cost_option program>program
  required_documents[]:required_document contacts[]:contact attributes[]:attribute metadata[]
attribute attributes.csv
  id!:uuid link_id~:uuid taxonomy_term_id~:uuid link_type link_entity~ value taxonomy_term>taxonomy_term
  metadata[]
service_at_location service_at_location.csv
  id!:uuid service_id~:uuid location_id~:uuid description contacts[]:contact phones[]:phone
  schedules[]:schedule location>location attributes[]:attribute metadata[]
location locations.csv
  id!:uuid location_type!:physical|postal|virtual url:uri organization_id:uuid name alternate_name description
  transportation latitude:number longitude:number external_identifier external_identifier_type
  languages[]:language addresses[]:address contacts[]:contact accessibility[] phones[]:phone
  schedules[]:schedule attributes[]:attribute metadata[]
phone phones.csv
  id!:uuid location_id:uuid service_id:uuid organization_id:uuid contact_id:uuid service_at_location_id:uuid
  number! extension:number type description languages[]:language attributes[]:attribute metadata[]
contact contacts.csv
  id!:uuid organization_id:uuid service_id:uuid service_at_location_id:uuid location_id:uuid name title
  department email:email phones[]:phone attributes[]:attribute metadata[]
address addresses.csv
  id!:uuid location_id:uuid attention address_1! address_2 city! region state_province! postal_code! country!
  address_type!:physical|postal|virtual attributes[]:attribute metadata[]
schedule schedules.csv
  id!:uuid service_id:uuid location_id:uuid service_at_location_id:uuid valid_from:date valid_to:date
  dtstart:date timezone:number until:date count:number wkst:MO|TU|WE|TH|FR|SA|SU freq:WEEKLY|MONTHLY
  interval:number byday byweekno bymonthday byyearday description opens_at:time closes_at:time
  schedule_link:uri attending_type notes attributes[]:attribute metadata[]
funding funding.csv
  id!:uuid organization_id:uuid service_id:uuid source attributes[]:attribute metadata[]
service_area service_areas.csv
  id!:uuid service_id:uuid name description extent extent_type uri attributes[]:attribute metadata[]
required_document required_documents.csv
  id!:uuid service_id:uuid document uri:uri attributes[]:attribute metadata[]
language languages.csv
  id!:uuid service_id:uuid location_id:uuid phone_id:uuid name code note attributes[]:attribute metadata[]
accessibility accessibility.csv
  id!:uuid location_id:uuid description details url:uri attributes[]:attribute metadata[]
cost_option cost_options.csv
  id!:uuid service_id~:uuid valid_from:date valid_to:date option currency amount:number amount_description
  attributes[]:attribute metadata[]
organization_identifier organization_identifiers.csv
  id!:uuid organization_id~:uuid identifier_scheme identifier_type! identifier! attributes[]:attribute
  metadata[]
taxonomy taxonomies.csv
  id!:uuid name! description! uri:uri version metadata[]
taxonomy_term taxonomy_terms.csv
  id!:uuid code name! description! parent_id:uuid taxonomy taxonomy_detail>taxonomy language taxonomy_id:uuid
  term_uri:uri metadata[]
metadata metadata.csv
  id!:uuid resource_id~:uuid resource_type~ last_action_date!:date last_action_type! field_name!
  previous_value! replacement_value! updated_by!
meta_table_description meta_table_descriptions.csv
  id!:uuid name language character_set attributes[]:attribute metadata[]"""
#: What the specification's own full examples nest beyond its schemas.
_ALSO = {
    "organization": {"services": ("service", True)},
    "service_at_location": {"service": ("service", False)},
}
#: The column by which a row of a table says what it belongs to or points at, where its name is another.
_POINTS = {("taxonomy_term", "taxonomy_detail"): "taxonomy_id"}


@dataclass(frozen=True, slots=True)
class Field:
    """A column: its kind is text, uuid, number, date, time, date-time, uri, email or choice."""

    name: str
    kind: str
    needed: bool
    needed_in_table: bool
    choices: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Holds:
    """A property that holds other things, and the column that says the same in a table.

    Attributes:
        column: on the row of what is held when many are, else on the holder's own.
    """

    name: str
    entity: str
    many: bool
    column: str


@dataclass(frozen=True, slots=True)
class Entity:
    """One kind of thing."""

    name: str
    path: str
    fields: dict[str, Field]
    holds: dict[str, Holds]


def _read(text: str) -> dict[str, Entity]:
    entities: dict[str, Entity] = {}
    entity = None
    for line in text.strip().splitlines():
        words = line.split()
        if not line.startswith(" "):
            entity = entities[words[0]] = Entity(words[0], words[1], {}, {})
            for name, (held, many) in _ALSO.get(words[0], {}).items():
                entity.holds[name] = Holds(name, held, many, f"{words[0] if many else held}_id")
            continue
        assert entity is not None
        for word in words:
            _take(entity, word)
    return entities


def _take(entity: Entity, word: str) -> None:
    if "[]" in word:
        name, _, held = word.partition("[]")
        held = held.lstrip(":") or name
        column = {"attribute": "link_id", "metadata": "resource_id"}.get(held, f"{entity.name}_id")
        entity.holds[name] = Holds(name, held, True, column)
    elif ">" in word:
        name, _, held = word.partition(">")
        column = _POINTS.get((entity.name, name), f"{held}_id")
        entity.holds[name] = Holds(name, held, False, column)
    else:
        name, _, kind = word.partition(":")
        choices = tuple(choice.replace("_", " ") for choice in kind.split("|")) if "|" in kind else ()
        plain = name.rstrip("!~")
        entity.fields[plain] = Field(
            plain, "choice" if choices else kind or "text", "!" in name, "~" in name, choices
        )


ENTITIES = _read(_TABLE)
BY_PATH = {entity.path: entity for entity in ENTITIES.values()}
