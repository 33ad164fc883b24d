import { fileURLToPath } from 'node:url';
import {
  and,
  batchFunction,
  below,
  between,
  defineTask,
  firstOf,
  keywords,
  lookup,
  lookupLabel,
  matches,
  memo,
  modelOutput,
  not,
  or,
  type,
  unless,
} from 'labelwright';
import { listFile, queryDatabase, queryTable } from 'labelwright/io';
import { mentions, naiveBayes } from 'labelwright/text';
import type { Gloss, Topic } from './extract.ts';
import { genusOf, headOf } from './genus.ts';
import { modelPhrases } from './model-phrases.ts';
import { nounOfName, withPlurals } from './noun-table.ts';

/** The words and phrases of a text, by its commas. */
const list = (text: string): string[] => text.split(/,\s*/);

const { when, asyncFunctions } = defineTask({
  labels: ['animal', 'artifact', 'food', 'location', 'person', 'plant'],
  record: type<Gloss>(),
  text: 'definition',
});

// Resources: a table in an embedded database, lists in files, a classifier.

const nounsFile = fileURLToPath(new URL('data/head-nouns.csv', import.meta.url));
const nouns = await queryTable(undefined, 'select noun, topic from read_csv($1, header = true)', [nounsFile]);
const topicOfNoun = withPlurals(nouns as ReadonlyMap<string, Topic>);
const nationalities = lookup(listFile(new URL('data/nationalities.txt', import.meta.url)), {
  match: 'inside',
});
const kitchenWords = lookup(listFile(new URL('data/kitchen-words.txt', import.meta.url)), {
  match: 'inside',
});

// Features: what the functions ask about a record, found once and remembered for all of them.

/** *a small songbird that …* → `small songbird` */
const genus = memo((gloss: Gloss) => genusOf(gloss.definition));
/** *a small songbird that …* → `songbird` */
const head = memo((gloss: Gloss) => headOf(genus(gloss)));
/** *breast of lamb* → `breast` */
const nameNoun = memo((gloss: Gloss) => nounOfName(gloss.word));
const wordCount = memo((gloss: Gloss) => gloss.definition.split(/\s+/).length);

/** How long somebody lived, by dates such as *(1844-1919)*; `undefined` without dates. */
const lifeSpan = memo((gloss: Gloss) => {
  const [, birth, death] = /\(.*?(\d{3,4})\??-(\d{3,4})\)/.exec(gloss.definition) ?? [];
  return birth === undefined ? undefined : Number(death) - Number(birth);
});

const topicOfPhrase = naiveBayes(genus, modelPhrases, { smoothing: 0.1 });

// Exceptions that several functions share.

type Exception = (gloss: Gloss) => unknown;

/** Holds where one of the exceptions does: a condition that is true, or a labeling function that votes. */
const anyOf =
  (...exceptions: readonly Exception[]): Exception =>
  (gloss) =>
    exceptions.some((exception) => (exception(gloss) ?? false) !== false);

/** Holds where the head noun is known to be of one of the topics. */
const headIs =
  (...topics: readonly Topic[]): Exception =>
  (gloss) =>
    topics.some((topic) => topicOfNoun.get(head(gloss)) === topic);

const aboutNature = memo(
  when(
    'definition',
    mentions(
      ...list(`plant, tree, shrub, herb, flower, leaf, leaves, genus, species, bird, fish, insect, animal,
    mammal, fungus, fungi, grass, fern, vine, larva, larvae, native to`),
    ),
  ).vote('plant'),
);

const somebody = when(
  genus,
  keywords(
    ...list(`someone, somebody, person, persons, people, man, men, woman, women, boy, girl, member,
    inhabitant, resident, worker, leader, expert`),
  ),
)
  .vote('person', 'The definition is of somebody.')
  .examples({ person: ['someone who mends shoes'], abstain: ['a shoe for a person with small feet'] });

const whatKind = {
  headNoun: lookupLabel(head, topicOfNoun),

  nameNoun: lookupLabel(nameNoun, topicOfNoun),

  phrase: modelOutput(topicOfPhrase, { threshold: 0.8 }).examples({
    plant: [{ definition: 'low evergreen shrub with yellow flowers' }],
    artifact: [{ definition: 'an electronic device that counts' }],
    abstain: [{ definition: 'xyzzy' }],
  }),

  // One question for thousands of names: which known noun does the last word end with, as in *songbird*?
  compound: batchFunction<Gloss, Topic>(
    async (glosses) => {
      const names = [
        ...new Set(glosses.map(({ word }) => word).filter((word) => /(?:^| )[a-z]+$/.test(word))),
      ];
      const rows = await queryDatabase(
        undefined,
        `select name, arg_max(topic, length(noun)) as topic
         from (select unnest(from_json($1, '["VARCHAR"]')) as name)
         join read_csv($2, header = true)
           on ends_with(name, noun) and length(noun) > 3 and left(name, -length(noun)) similar to '.*[a-z]{3}'
         group by name`,
        [JSON.stringify(names), nounsFile],
      );
      const topics = new Map(rows.map(({ name, topic }) => [name, topic as Topic]));
      return glosses.map(({ word }) => topics.get(word));
    },
    { size: 8192 },
  ),
};

const persons = {
  somebody,

  who: when('definition', matches(/^[^;:]*\bwhom?\b/))
    .vote('person', 'Only persons are who.')
    .examples({
      person: ['a king who ruled Crete'],
      abstain: ['a tool; for somebody who digs'],
    }),

  lifeDates: when(
    'definition',
    matches(
      String.raw`(?x)
        \( (?: born \s | died \s )? (?: in \s | circa \s | c\. \s? )?    # (born in
           (?<year> \d{3,4} ) \??                                        # 1844
           (?: \s? - \s? (?<death> \d{2,4} ) \?? )?                      # -1919
        \)`,
    ),
  )
    .vote('person', 'Dates in brackets are those of a life.')
    .examples({
      person: ['French painter (1840-1926)', 'United States singer (born in 1941)'],
      abstain: ['a war in 1812'],
    }),

  lifeSpan: when(lifeSpan, between(12, 110))
    .vote('person', 'As long as a life: kingdoms last longer, and wars do not.')
    .examples({ person: ['French painter (1840-1926)'], abstain: ['an empire (962-1806)', 'a painter'] }),

  nationality: unless(
    when('definition', and(nationalities, matches(/\b(?:who|whose|born|died)\b|\(\d{4}/))).vote('person'),
    when('definition', keywords('city', 'town', 'country', 'region')).vote('location'),
  ).examples({
    person: ['Dutch painter whose pupils were many'],
    abstain: ['a Dutch town whose port silted up'],
  }),

  profession: when(head, matches(/(?:ologist|ographer|ician|crat|[a-z]{3}ist|man|woman|wright|smith)$/))
    .vote('person')
    .examples({ person: ['a geologist of note'], abstain: ['a mist over the hills'] }),

  personalName: when(
    'word',
    matches(/^[a-z].*(?:ologist|ographer|ician|crat|[a-z]{3}ist|man|woman|wright|smith)$/),
  )
    .vote('person')
    .examples({ person: ['taxidermist', 'wheelwright'], abstain: ['hoist'] }),

  deity: when(
    'definition',
    matches(/\([^()]* mythology\)|\b(?:god|goddess|deity|Titans?|Argonauts?|king of the)\b/),
  )
    .vote('person', 'Gods and heroes count as persons.')
    .examples({ person: ['(Greek mythology) the hunter', 'Hindu god of wind'] }),

  title: when(
    'definition',
    matches(/\b(?:terms?|titles?|names?|forms?) of (?:address|respect|abuse)|\ba title\b|disparag/),
  )
    .vote('person')
    .examples({ person: ['a term of address for a judge'] }),

  pronoun: when('definition', keywords('his', 'her', 'himself', 'herself', 'he', 'she', 'oneself')).vote(
    'person',
  ),

  trade: when(
    'definition',
    mentions(
      'advocate',
      'specialize',
      'profession',
      'skilled in',
      'trained',
      'employed',
      'hired',
      'native or inhabitant',
    ),
  )
    .vote('person')
    .examples({ person: ['specializes in old coins', 'an inhabitant or native or inhabitant of Crete'] }),
};

const plants = {
  plantParts: when(
    'definition',
    mentions(
      ...list(`leaf, leaves, flower, foliage, frond, petal, blossom, raceme, evergreen, deciduous, shrub,
  perennial, herbaceous, spore, pod, berry, stem, catkin, bark, bract, rosette`),
    ),
  )
    .vote('plant')
    .examples({ plant: ['flowering in spring'], abstain: ['a bird of the coast'] }),

  plantKind: unless(
    when(
      'definition',
      keywords(
        ...list(`tree, trees, shrub, shrubs, herb, herbs, vine, vines, grass, grasses, fern, ferns, orchid,
  orchids, cactus, palm, palms, moss, mosses, algae, fungi, fungus, lichen`),
      ),
    ).vote('plant', 'Fungi and algae count as plants.'),
    headIs('animal', 'artifact', 'person'),
  ).examples({ plant: ['a tall grass'], abstain: ['a moth that feeds on grass'] }),

  plantTaxon: when('definition', matches(/\b[A-Z][a-z]+(?:aceae|opsida|phyta|mycetes|mycota|phyceae)\b/))
    .vote('plant', 'Botany has its own endings for the names of families and classes.')
    .examples({ plant: ['type genus of the Rosaceae'], abstain: ['type genus of the Felidae'] }),

  plantName: when(
    'word',
    matches(
      /(?:aceae|ales|mycetes|phyta|phyceae|wort|weed|grass|berry|flower|fern|moss|bush|vine|tree|cress)$/,
    ),
  )
    .vote('plant')
    .examples({ plant: ['Rosaceae', 'spleenwort'], abstain: ['oak table'] }),

  grown: unless(
    when('definition', keywords('grown', 'cultivated', 'ornamental', 'naturalized', 'houseplant')).vote(
      'plant',
    ),
    headIs('animal', 'artifact', 'location', 'person'),
  ).examples({ plant: ['cultivated for its leaves'], abstain: ['an ornamental bowl'] }),
};

const animals = {
  animalParts: when(
    'definition',
    mentions(
      ...list(`wing, plumage, tail, fur, bill, snout, beak, fin, antler, claw, tentacle, hoof, hooves,
  mane, carapace, feather, forelimb, throat, belly`),
    ),
  )
    .vote('animal')
    .examples({ animal: ['has a long beak'], abstain: ['has a long lever'] }),

  animalLife: when(
    'definition',
    mentions(
      ...list(`feed, burrow, nocturnal, venomous, carnivorous, herbivorous, larva, larvae, prey, nest,
  breed, migrate, aquatic, marine, arboreal, bloodsucking, domesticate, parasitic, extinct`),
    ),
  )
    .vote('animal')
    .examples({ animal: ['burrowing at night', 'feeds on krill'], abstain: ['a digging tool'] }),

  animalTaxon: when(
    'definition',
    matches(/\b[A-Z][a-z]+(?:idae|inae|iformes|oidea|morpha|ptera|saur(?:ia|us))\b/),
  )
    .vote('animal', 'Zoology has its own endings for the names of families and orders.')
    .examples({ animal: ['type genus of the Felidae'], abstain: ['type genus of the Rosaceae'] }),

  animalName: when(
    'word',
    matches(
      /(?:idae|inae|iformes|oidea|ptera|saur|saurus|fish|bird|bug|fly|worm|snake|hound|terrier|coccus|virus)$/,
    ),
  )
    .vote('animal', 'Microbes count as animals.')
    .examples({ animal: ['Felidae', 'rock-fish'], abstain: ['fishing rod'] }),

  animalKind: unless(
    when(
      'definition',
      mentions(
        ...list(`bird, fish, mammal, reptile, insect, rodent, snake, lizard, beetle, moth, butterfly,
  crustacean, mollusk, frog, toad, turtle, dinosaur, bacteria, protozoa, antelope, dog`),
      ),
    ).vote('animal'),
    when('definition', mentions('plant', 'tree', 'eat', 'catch', 'someone', 'person', 'used')).vote('plant'),
  ).examples({ animal: ['small insects'], abstain: ['a net used for butterflies'] }),
};

const foods = {
  kitchen: unless(when('definition', kitchenWords).vote('food'), headIs('person', 'artifact')).examples({
    food: ['served with Soy Sauce'],
    abstain: ['a pan for cooking'],
  }),

  edible: firstOf(
    when(genus, keywords('flesh', 'edible', 'meat', 'cut', 'beverage', 'liquor')).vote('food'),
    when(
      'definition',
      matches(/\b(?:eaten (?:as|raw|with)|used in (?:cooking|salads|soups)|served (?:as|with|in|on))\b/),
    ).vote('food'),
  ).examples({ food: ['the flesh of tuna', 'small rolls; eaten with jam'], abstain: ['a large fish'] }),

  mixed: when(
    'definition',
    and(
      matches(/\b(?:made|mixture|consisting|prepared|flavored|filled|mixed)\b.*\b(?:of|with|from|by|in)\b/),
      or(kitchenWords, mentions('milk', 'meat', 'fruit', 'rice', 'wine', 'juice')),
    ),
  )
    .vote('food')
    .examples({ food: ['made of rum and sugar'], abstain: ['made of steel', 'rum and sugar'] }),

  foodName: when(
    'word',
    matches(
      String.raw`(?xi) \b (?: \w*cake | \w*bread | soup | sauce | stew | pie | cheese | salad | sandwich | pudding | juice | wine
        | beer | candy | cookie | pasta | roast | steak | sausage | tea | coffee | cocktail | dressing | butter | cream ) $`,
    ),
  )
    .vote('food')
    .examples({ food: ['shortcake', 'Caesar salad'], abstain: ['cake stand'] }),

  taste: unless(
    when(
      'definition',
      mentions('tasty', 'delicious', 'sweet', 'spicy', 'drink', 'beverage', 'meal', 'dish'),
    ).vote('food'),
    headIs('plant', 'animal', 'artifact', 'person'),
  ).examples({ food: ['sweetened and delicious'], abstain: ['a plant with sweet fruit'] }),
};

const locations = {
  settlement: when(
    'definition',
    matches(
      String.raw`(?xi)
        ^ (?: an? \s+ | the \s+ )? (?! someone ) (?: [\w'-]+ \s+ ){0,5}
        (?: city | town | village | port | seaport | capital | country | republic | kingdom | monarchy | state
          | province | county | district | region | area | territory | islands? | peninsula | suburb ) \s+
        (?: in | on | of | at | near | to | between | off | within ) \b`,
    ),
  )
    .vote('location')
    .examples({ location: ['a port city on the Baltic'], abstain: ['someone from a far region of Asia'] }),

  located: unless(
    when(
      'definition',
      keywords('located', 'situated', 'bordering', 'population', 'independence', 'capital of'),
    ).vote('location'),
    anyOf(aboutNature, somebody),
  ).examples({ location: ['gained independence in 1960'], abstain: ['somebody situated nearby'] }),

  bearings: unless(
    when(
      'definition',
      matches(/\b(?:in|of|on) (?:the )?(?:north|south|east|west|central)\w* (?:coast of )?[A-Z]/),
    ).vote('location'),
    anyOf(aboutNature, somebody, headIs('animal', 'plant', 'person', 'artifact', 'food')),
  ).examples({ location: ['a town in northern Spain'], abstain: ['a tree of northern Spain'] }),

  direction: when(
    'definition',
    mentions('compass', 'latitude', 'longitude', 'equator', 'horizon', 'boundary'),
  ).vote('location'),

  setting: unless(
    when(head, keywords(...list(`place, site, point, area, region, spot, location, land, zone, tract`))).vote(
      'location',
    ),
    when('definition', keywords('building', 'room', 'machine', 'ship', 'body', 'equipped', 'device')).vote(
      'artifact',
    ),
  ).examples({
    location: [{ definition: 'the place of birth' }],
    abstain: [{ definition: 'a place in a building' }],
  }),
};

const artifacts = {
  purpose: unless(
    when(
      'definition',
      matches(
        /\b(?:used (?:to|for|by|on|with)|designed (?:to|for)|intended (?:to|for)|serv(?:es|ing) (?:to|as)|for \w+ing)\b/,
      ),
    ).vote('artifact', 'What people make, they make for something.'),
    anyOf(aboutNature, somebody, headIs('animal', 'person', 'plant', 'food')),
  ).examples({ artifact: ['used to open bottles'], abstain: ['a drink used to settle the stomach'] }),

  material: unless(
    when(
      'definition',
      mentions(
        ...list(`metal, wooden, steel, plastic, leather, rubber, cloth, fabric, brick, concrete, glass`),
      ),
    ).vote('artifact'),
    anyOf(aboutNature, somebody, headIs('animal', 'person', 'plant')),
  ).examples({ artifact: ['made of leather'], abstain: ['a beetle with a metallic sheen'] }),

  worn: when('definition', and(mentions('worn', 'wear', 'garment', 'clothing'), not(keywords('who'))))
    .vote('artifact')
    .examples({ artifact: ['worn on the head'], abstain: ['a man who wears a hat'] }),

  medicine: when(
    'definition',
    matches(
      /\btrade names?\b|\b(?:drug|antibiotic|medication|medicine|administered|antihistamine|tranquilizer)s?\b/,
    ),
  )
    .vote('artifact', 'Drugs count as artifacts.')
    .examples({ artifact: ['(trade name Xyz)'] }),

  machinery: unless(
    when(
      'definition',
      mentions(
        ...list(`machine, engine, device, electric, electronic, mechanical, computer, vehicle, motor,
  signal`),
      ),
    ).vote('artifact'),
    anyOf(somebody, headIs('person')),
  ).examples({ artifact: ['driven by electricity'], abstain: ['an engineer of motors'] }),

  attached: unless(
    when(
      'definition',
      keywords(
        ...list(`consisting of, attached, fitted, equipped, mounted, fastened, hinged, inserted, supports`),
      ),
    ).vote('artifact'),
    anyOf(aboutNature, somebody, headIs('animal', 'person', 'plant', 'food')),
  ).examples({ artifact: ['mounted on wheels'], abstain: ['a woman fitted for it'] }),

  building: unless(
    when(
      'definition',
      keywords(
        ...list(`building, buildings, room, rooms, wall, roof, floor, ceiling, ship, ships, aircraft`),
      ),
    ).vote('artifact'),
    anyOf(aboutNature, somebody, headIs('animal', 'person', 'location')),
  ).examples({ artifact: ['under the roof'], abstain: ['a sailor on ships'] }),

  thingName: when(
    'word',
    matches(
      `(?x) (?: meter | scope | graph | phone | machine | gun | knife | saw | house | room | board | box | boat | ship
        | light | wheel | cloth | plane | engine | bag | table | chair | coat | hat | station | shop | system | instrument
        | bomb | drug | gate | wall ) $`,
    ),
  )
    .vote('artifact')
    .examples({ artifact: ['thermometer', 'dog house'], abstain: ['housekeeper'] }),
};

const byForm = {
  // A plain function: Latin names of two words are of species, and the ending of the second tells nothing.
  binomial: (gloss: Gloss): Topic | undefined => {
    if (!/^[A-Z][a-z]+ [a-z]+(?:us|is|um|ae|ens|ata|ica|osa)$/.test(gloss.word)) return undefined;
    return /\b(?:fung\w+|plant|tree|herb|shrub|mushroom|agaric|leaves)\b/.test(gloss.definition)
      ? 'plant'
      : 'animal';
  },

  // A taxon that is explained by nothing but the common name of its members: *Vombatidae: wombats*.
  bareTaxon: unless(
    when(wordCount, below(4)).vote('animal'),
    (gloss) =>
      !/^[A-Z][a-z]+(?:a|us|is|es|on|as|ia)$/.test(gloss.word) ||
      headIs('plant', 'location', 'person')(gloss) === true,
  ).examples({ animal: [{ word: 'Lasiorhinus', definition: 'hairy-nosed wombats' }] }),
};

export default asyncFunctions({
  ...whatKind,
  ...persons,
  ...plants,
  ...animals,
  ...foods,
  ...locations,
  ...artifacts,
  ...byForm,
});
