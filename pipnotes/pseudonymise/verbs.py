"""The verbs by which a name is told from a word: what people do, what helps another verb, what is ordered."""

from __future__ import annotations

from pipnotes.pseudonymise.words import set_of

# Verbs whose subject is nearly always a person.
DOES = set_of(
    """began begins let lets knelt kneels made makes put puts knew set sets slipped tried hummed hums cradled cradles
        lifted lifts fell falls grew grows danced dances dreamed dreamt laid lays bent bends rested rests wound
        winds poured pours paced paces sniffed built builds drew draws wrote writes woke wakes said says smiled
        smiles cried cries came comes went goes told tells asked asks thinks thought feels felt wants wanted
        laughed laughs fed feeds slept sleeps settled settles looked looks reached reaches turned held holds
        picked picks rang rings phoned phones texted texts reports reported describes described explains
        explained noticed notices attended attends arrived arrives left seemed seems appeared appears tolerated
        enjoyed enjoys loves loved likes liked hates hated became becomes cuddled cuddles kissed babbled babbles
        crawled crawls walked walks ran runs kicked kicks gazed gazes vocalised vocalises mouthed latched
        latches breastfed cooed coos giggled giggles grinned grins frowned screamed screams sobbed wept sat sits
        stood stands lay lies played plays stayed stays lives lived works worked moved moves died visited visits
        called calls needed needs gets got took takes tried tries knew knows agreed agrees declined declines
        refused refuses accepted spoke speaks talked talks shared shares opened answered joined joins carried
        carries brought brings gave gives watched watches listened listens followed follows responded responds
        engaged engages pulled pulls pushed pushes hid threw throws dropped ate eats drank drinks calmed calms
        soothed soothes nodded nods shook shrugged sighed sighs apologised admitted admits denied denies
        insisted insists worried worries struggled struggles missed misses started starts stopped finished
        managed manages found finds uses used keeps kept remembered remembers wished wishes pointed points waved
        waves clapped claps rolled rolls touched touches sucked sucks hugged hugs snuggled snuggles yawned yawns
        sneezed coughed vomited fussed fusses whimpered grizzled squealed squeals shrieked chuckled chuckles
        beamed beams stared stares glanced glances leaned leans leant handed hands passed showed shows taught
        teaches helped helps supported supports rocked rocks sang sings read reads changed bathed dressed washed
        cooked cleaned shouted shouts swore hit hurt punched slapped drove drives travelled returned returns
        bought buys paid pays owes owed lost loses won cares cared minded minds babysat lent offered offers
        suggested suggests mentioned mentions recalled recalls reflected reflects wondered wonders realised
        realises recognised acknowledged acknowledges identified expressed expresses presented presents weighs
        weighed gained relaxed relaxes tensed stiffened arched startled startles froze drifted dozed dozes
        napped naps stirred stirs burst bounced bounces signed rejoined interrupted joked teased tickled tickles
        copied copies imitated imitates checked checks tends pauses paused repeats repeated prefers preferred
        trusts trusted understood understands believes believed hopes hoped hasn hadn doesn didn isn wasn won't
        couldn wouldn remained remains continues continued informed informs blames blamed misbehaved"""
)
ADVERBS = set_of(
    "never always also still just then now often really only hardly nearly finally already soon quietly slowly suddenly"
)
SPOKEN_TO = set_of("told met rang ring phoned texted asked thanked")
IS = set_of("is was has had s does did can could would should still also now always never often just")
HELPS = set_of("is was has had could would can will did does")
OTHER_MODALS = set_of("should might must shall cant couldnt wouldnt")
BASE = set_of(
    """be have not need help come go do get make take try see feel want ask give find keep let bring call become want
        continue attend offer review discuss meet contact ring phone visit send refer explore support think work
        start also then never always still benefit require indicate suggest reflect include cause lead seem look
        say tell know she he they it i we you this that there the a an her his their my mum dad baby"""
)
