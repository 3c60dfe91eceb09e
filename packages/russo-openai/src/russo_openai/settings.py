"""The options of the synthesizer, checked and resolved once, at construction."""

from __future__ import annotations

from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Final

from russo.providers import OptionError, check_choice, check_number, check_str, check_whole_number

from .models import (
    DEFAULT_MODELS,
    FORMATS,
    MAX_CHARACTERS,
    SPEEDS,
    default_voice,
    endpoint_of,
    is_first_generation,
    reasons,
)
from .prompt import TEMPLATE
from .server import is_own

if TYPE_CHECKING:
    from collections.abc import Mapping

    from russo.providers import Address

_DEFAULT_FORMATS: Final = {"realtime": "pcm", "chat": "wav", "speech": "wav"}
# Options of one endpoint only.
_ENDPOINT_OF_OPTION: Final = {"seed": "chat", "temperature": "chat", "reasoning_effort": "realtime"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """Everything that determines how a text sounds, resolved; None for what is not sent."""

    address: Address
    endpoint: str
    model: str
    voice: str
    response_format: str
    speed: float | None = None
    instructions: str | None = None
    reasoning_effort: str | None = None
    seed: int | None = None
    temperature: float | None = None
    sample_rate: int | None = None

    @property
    def own_server(self) -> bool:
        """Whether OpenAI itself speaks."""
        return is_own(self.address)

    @property
    def wire_voice(self) -> str | dict[str, str]:
        """The voice as it is written in a request: a custom voice has an id instead of a name."""
        return {"id": self.voice} if self.own_server and self.voice.startswith("voice_") else self.voice

    @property
    def wire_format(self) -> str:
        """The endpoint's own name for the format."""
        return FORMATS[self.endpoint][self.response_format]

    @property
    def max_characters(self) -> int | None:
        """The longest text, or None if that is not known."""
        return MAX_CHARACTERS if self.endpoint == "speech" and self.own_server else None

    def fields(self) -> Mapping[str, str | int | float]:
        """These settings, as fields of the cache's key."""
        everything = {
            "base_url": None if self.own_server else self.address.url,
            "endpoint": self.endpoint,
            "instructions": self.instructions,
            "model": self.model,
            "reasoning_effort": self.reasoning_effort,
            "response_format": self.response_format,
            "sample_rate": self.sample_rate,
            "seed": self.seed,
            "speed": self.speed,
            "temperature": self.temperature,
            "template": None if self.endpoint == "speech" else TEMPLATE,
            "voice": self.voice,
        }
        return MappingProxyType({name: value for name, value in everything.items() if value is not None})


def resolve(address: Address, **options: Any) -> Settings:
    """Check every option, and fill in those that were not given.

    Raises:
        OptionError: An option has a value that is not valid, or not valid with that model.
    """
    _check_texts(options)
    own = is_own(address)
    endpoint = _endpoint(options, address)
    model = options["model"] or _default_model(endpoint, address)
    for name, only in _ENDPOINT_OF_OPTION.items():
        if options[name] is not None and endpoint != only:
            msg = f"{name}={options[name]!r} is an option of endpoint {only!r}, but {model!r} uses {endpoint!r}"
            raise OptionError(msg)
    instructions = options["instructions"] or None
    if instructions and is_first_generation(model) and own:
        msg = f"instructions={instructions!r:.80} cannot be given with model {model!r}: use 'gpt-realtime-2.1-mini'"
        raise OptionError(msg)
    if instructions and endpoint == "speech" and own and len(instructions) > MAX_CHARACTERS:
        shown = f"instructions={instructions!r:.80}"
        msg = f"{shown} has {len(instructions)} characters: at most {MAX_CHARACTERS} are possible"
        raise OptionError(msg)
    effort = options["reasoning_effort"]
    response_format = _one_of("response_format", options["response_format"], _DEFAULT_FORMATS, endpoint)
    return Settings(
        address=address,
        endpoint=endpoint,
        model=model,
        voice=options["voice"] or default_voice(model, endpoint, own_server=own),
        response_format=response_format,
        speed=_speed(options["speed"], endpoint, own_server=own),
        instructions=instructions,
        reasoning_effort=effort or ("minimal" if endpoint == "realtime" and reasons(model) else None),
        seed=_seed(options["seed"]),
        temperature=_temperature(options["temperature"]),
        sample_rate=_sample_rate(options["sample_rate"], endpoint, response_format),
    )


def _seed(value: object) -> int | None:
    return None if value is None else check_whole_number("seed", value, least=-(2**63))


def _temperature(value: object) -> float | None:
    return None if value is None else check_number("temperature", value, least=0, most=2)


def _sample_rate(value: object, endpoint: str, response_format: str) -> int | None:
    if value is None:
        return None
    if (endpoint, response_format) != ("speech", "pcm"):
        msg = f"sample_rate={value!r} is only for response_format='pcm' of endpoint 'speech': other audio has its own"
        raise OptionError(msg)
    return check_whole_number("sample_rate", value, least=1000)


def _check_texts(options: Mapping[str, Any]) -> None:
    for name in ("voice", "model", "instructions", "reasoning_effort"):
        if options[name] is not None:
            check_str(name, options[name])


def _endpoint(options: Mapping[str, Any], address: Address) -> str:
    given, model = options["endpoint"], options["model"]
    if given is not None:
        return check_choice("endpoint", given, FORMATS)
    if not is_own(address):
        return "speech"
    if model is None:
        return "realtime"
    known = endpoint_of(model)
    if known is None:
        msg = (
            f"model={model!r} is a name that does not tell which endpoint to use at {address.url}: "
            "pass endpoint='realtime', endpoint='chat' or endpoint='speech'"
        )
        raise OptionError(msg)
    return known


def _default_model(endpoint: str, address: Address) -> str:
    if endpoint == "speech" and not is_own(address):
        msg = f"the server at {address.url} is not OpenAI's: pass model=... with a name that it knows"
        raise OptionError(msg)
    return DEFAULT_MODELS[endpoint]


def _one_of(name: str, value: object, defaults: Mapping[str, str], endpoint: str) -> str:
    if value is None:
        return defaults[endpoint]
    possible = tuple(FORMATS[endpoint])
    if value not in possible:
        msg = f"{name}={value!r} is not possible with endpoint {endpoint!r}: one of {', '.join(map(repr, possible))}"
        raise OptionError(msg)
    return str(value)


def _speed(value: object, endpoint: str, *, own_server: bool) -> float | None:
    if endpoint not in SPEEDS:
        if value is not None:
            msg = f"speed={value!r} is not possible with endpoint {endpoint!r}: ask for it in instructions=..."
            raise OptionError(msg)
        return None
    # It is not known what another server does without a speed.
    default = 1.0 if own_server else None
    return (
        default if value is None else check_number("speed", value, least=SPEEDS[endpoint][0], most=SPEEDS[endpoint][1])
    )
