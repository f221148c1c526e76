# Two stages: the first builds a virtual environment, the second holds only that and the program.
# Needs no system package: the voice, its data and the MP3 encoder come from wheels.

FROM python:3.13-slim AS build
WORKDIR /src
RUN python -m venv /opt/digest-bot
COPY requirements.lock ./
RUN /opt/digest-bot/bin/pip install --no-cache-dir --disable-pip-version-check --require-hashes -r requirements.lock
COPY pyproject.toml README.md ./
COPY digest_bot ./digest_bot
RUN /opt/digest-bot/bin/pip install --no-cache-dir --disable-pip-version-check --no-deps . \
 && find /opt/digest-bot -name __pycache__ -prune -exec rm -rf {} +

FROM python:3.13-slim
RUN useradd --system --uid 10001 --create-home --home-dir /var/lib/digest-bot digest-bot
COPY --from=build /opt/digest-bot /opt/digest-bot
COPY config /etc/digest-bot/config
COPY corpus /etc/digest-bot/corpus
ENV PATH=/opt/digest-bot/bin:$PATH \
    PYTHONDONTWRITEBYTECODE=1 \
    DIGEST_BOT_CONFIG=/etc/digest-bot/config/digest.toml \
    DIGEST_BOT_DATA=/var/lib/digest-bot \
    DIGEST_BOT_CACHE=/var/lib/digest-bot/cache
USER digest-bot
WORKDIR /var/lib/digest-bot
VOLUME /var/lib/digest-bot
HEALTHCHECK --interval=1m --timeout=10s --start-period=20s CMD ["digest-bot", "health"]
CMD ["digest-bot", "run"]
