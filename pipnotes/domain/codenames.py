"""Birds of the British Isles, from which code names are drawn: kind to say aloud, and nobody's name."""

from __future__ import annotations

BIRDS = (
    "Avocet", "Blackcap", "Bunting", "Curlew", "Dabchick", "Dipper", "Dotterel", "Dunlin", "Dunnock", "Eider",
    "Fieldfare", "Firecrest", "Fulmar", "Gadwall", "Gannet", "Godwit", "Goldcrest", "Goldeneye", "Goldfinch",
    "Goosander", "Greenshank", "Guillemot", "Heron", "Hobby", "Jackdaw", "Kestrel", "Kittiwake", "Knot", "Lapwing",
    "Linnet", "Moorhen", "Nuthatch", "Osprey", "Oystercatcher", "Petrel", "Pintail", "Pipit", "Plover",
    "Pochard", "Puffin", "Redpoll", "Redshank", "Redstart", "Redwing", "Sanderling", "Sandpiper", "Scoter", "Shelduck",
    "Siskin", "Skylark", "Snipe", "Stonechat", "Swift", "Teal", "Tern", "Treecreeper", "Turnstone", "Twite",
    "Wagtail", "Waxwing", "Whimbrel", "Whinchat", "Whitethroat", "Wigeon", "Woodcock", "Yellowhammer",
)  # fmt: skip
