# A small image that runs as nobody in particular. Settings come from SBS_... variables; nothing secret is in it.

FROM python:3.12-slim AS build
WORKDIR /srv/sidebyside
RUN python -m venv /venv
COPY requirements.lock ./
RUN /venv/bin/pip install --no-cache-dir --require-hashes --requirement requirements.lock
COPY pyproject.toml alembic.ini ./
COPY app app
COPY migrations migrations
COPY templates templates
RUN /venv/bin/pip install --no-cache-dir --no-deps --no-build-isolation --editable . \
    && /venv/bin/python -m compileall -q app migrations

FROM python:3.12-slim
# What PDFs are set with: the libraries that WeasyPrint loads, and a plain and a wide-ranging font.
RUN apt-get update --quiet=2 \
    && apt-get install --yes --quiet=2 --no-install-recommends \
        libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 fonts-liberation fonts-dejavu-core \
    && rm -rf /var/lib/apt/lists/*
RUN useradd --system --uid 10001 --no-create-home sidebyside \
    && install --directory --owner sidebyside --group sidebyside /data
COPY --from=build /venv /venv
COPY --from=build /srv/sidebyside /srv/sidebyside
WORKDIR /srv/sidebyside
USER sidebyside
ENV PATH=/venv/bin:$PATH \
    PYTHONUNBUFFERED=1 \
    SBS_DATABASE_URL=sqlite:////data/sidebyside.db
VOLUME /data
EXPOSE 8000
HEALTHCHECK --interval=30s --timeout=5s --start-period=30s \
    CMD ["python", "-c", "from urllib.request import urlopen; urlopen('http://127.0.0.1:8000/health', timeout=4)"]
# Migrations run once, before the first worker starts.
CMD ["sidebyside", "serve", "--host", "0.0.0.0", "--port", "8000"]
