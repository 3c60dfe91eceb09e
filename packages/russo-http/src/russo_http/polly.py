"""Amazon Polly.

Written from the service model in botocore 1.44.8, whose signing is used.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from russo.providers import (
    HttpApi,
    HttpSynthesizer,
    HttpVoices,
    InvalidRequestError,
    OptionError,
    Provider,
    RateLimitError,
    Refusal,
    TextTooLongError,
    hookimpl,
    option,
)

from . import checks
from .aws import find_region, find_signer
from .prices import LITELLM, characters

if TYPE_CHECKING:
    from .aws import AwsSigner

DESCRIPTION: Final = Provider(
    "polly",
    target="russo_http:PollySynthesizer",
    package="russo-http",
    env=("AWS_ACCESS_KEY_ID",),
    default_voice="Joanna",
    default_model="neural",
    prices={
        "standard": characters(4, LITELLM),
        "neural": characters(16, LITELLM),
        "generative": characters(30, LITELLM),
        "long-form": characters(100, LITELLM),
    },
)


class PollySynthesizer(HttpSynthesizer):
    """Speaks with Amazon Polly: bare samples at up to 16000 Hz. It uses the credentials that the AWS tools find.

    Source: https://docs.aws.amazon.com/polly/latest/dg/API_SynthesizeSpeech.html

    Args:
        voice: The id of a voice.
        model: What Polly calls the engine.
        language: For bilingual voices, which of the two.
        region: Such as ``eu-west-1``; by default, the one that the AWS tools are configured for.
        sample_rate: Hz, 8000 or 16000.
        api_key: Not taken: AWS has pairs of keys, which its tools keep.
        base_url: Another server that speaks the same API.
        timeout: How many seconds an utterance may take in total.
        max_retries: How often a call is retried after a transient failure.
        max_concurrency: How many calls this process makes at once.
        max_bytes: The largest answer that is accepted, in bytes.

    Attributes:
        provider: ``"polly"``.
        description: How the plugin describes the provider.
        api: The requests and answers of the API.

    Raises:
        OptionError: An option has an invalid value.

    Example:
        >>> from russo_http import PollySynthesizer
        >>> PollySynthesizer(voice="Ruth", model="generative")
        PollySynthesizer(voice='Ruth', model='generative', sample_rate=16000)
    """

    description = DESCRIPTION
    api = HttpApi(
        base="https://polly.{region}.amazonaws.com",
        path="/v1/speech",
        body={
            "OutputFormat": "pcm",
            "Text": "{text}",
            "VoiceId": "{voice}",
            "Engine": "{model}",
            "LanguageCode": "{language}",
            "SampleRate": "{hertz}",
        },
        rate="sample_rate",
        longest={"": 3000},
        message=("header:x-amzn-errortype", "message"),
        refusals=(
            Refusal(RateLimitError, saying="Throttl"),
            Refusal(TextTooLongError, saying="TextLengthExceeded", help="Split the text."),
            Refusal(InvalidRequestError, saying="NotSupported|InvalidSampleRate|NotFound|Conflict"),
        ),
        voices=HttpVoices(
            path="/v1/voices",
            at="Voices",
            id="Id",
            name="Name",
            languages="LanguageCode",
            gender="Gender",
            tags=("SupportedEngines",),
            query={"Engine": "{model}"},
            page="NextToken",
            next="NextToken",
        ),
    )

    voice: str = option(default=DESCRIPTION.default_voice)
    model: str = option(default=DESCRIPTION.default_model, choices=("standard", "neural", "long-form", "generative"))
    language: str | None = option(default=None, check=checks.language)
    region: str | None = option(default=None, check=checks.region, sound=False)
    sample_rate: int = option(default=16000, choices=(8000, 16000))

    def check_together(self) -> None:
        """Refuse an API key: AWS credentials have two parts.

        Raises:
            OptionError: Two options do not go together.

        Example:
            >>> from russo_http import PollySynthesizer
            >>> PollySynthesizer().check_together()
        """
        if self.api_key is not None:
            msg = "polly takes no api_key: set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or AWS_PROFILE"
            raise OptionError(msg)

    def values(self, text: str) -> dict[str, Any]:
        """Add the rate as a str, and the region, which may come from the AWS settings.

        Args:
            text: What is to be said.

        Returns:
            The text and the options.

        Example:
            >>> from russo_http import PollySynthesizer
            >>> PollySynthesizer(region="eu-west-1").values("Hello")["hertz"]
            '16000'
        """
        values = super().values(text)
        return values | {"hertz": str(self.sample_rate), "region": self.region or find_region()}

    @property
    def key_place(self) -> str:
        """Where the AWS tools find credentials.

        Returns:
            The command that shows whose they are.

        Example:
            >>> from russo_http import PollySynthesizer
            >>> PollySynthesizer().key_place
            'whose credentials these are (`aws sts get-caller-identity`)'
        """
        return "whose credentials these are (`aws sts get-caller-identity`)"

    async def signer(self) -> AwsSigner:
        """Sign with the credentials that the AWS tools use.

        Raises:
            MissingKeyError: There are none.
            MissingDependencyError: botocore is not installed.

        Returns:
            What signs each request.

        Example:
            >>> import asyncio
            >>> from unittest.mock import patch
            >>> from russo_http import PollySynthesizer
            >>> keys = {"AWS_ACCESS_KEY_ID": "id", "AWS_SECRET_ACCESS_KEY": "key"}
            >>> with patch.dict("os.environ", keys):
            ...     asyncio.run(PollySynthesizer(region="eu-west-1").signer()).region
            'eu-west-1'
        """
        return await find_signer(self.region)


@hookimpl
def russo_provider() -> Provider:
    """Describe the provider ``polly``."""
    return DESCRIPTION
