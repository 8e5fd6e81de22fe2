# The image holds Menukaart and its content. It brings no search engine: set MEILI_URL (see docs/operators.md).

FROM node:24-slim AS static
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
COPY scripts/*.mjs scripts/
COPY app/web app/web
RUN npm ci --omit=dev --omit=optional && npm run build

FROM python:3.13-slim AS build
WORKDIR /app
RUN python -m venv /opt/venv
COPY requirements.txt ./
RUN /opt/venv/bin/pip install --no-cache-dir --disable-pip-version-check --require-hashes -r requirements.txt
COPY pyproject.toml README.md ./
COPY app app
# Editable, so that the code stays in /app beside migrations/, where it looks for them.
RUN /opt/venv/bin/pip install --no-cache-dir --disable-pip-version-check --no-deps --no-build-isolation --editable . \
    && /opt/venv/bin/python -m compileall -q app

FROM python:3.13-slim
RUN groupadd --system --gid 10001 menukaart \
    && useradd --system --uid 10001 --gid menukaart --home-dir /var/lib/menukaart --no-create-home menukaart \
    && install --directory --owner menukaart --group menukaart --mode 0750 /var/lib/menukaart
WORKDIR /app
COPY --from=build /opt/venv /opt/venv
COPY --from=build /app/app app
COPY --from=static /app/app/web/static/vendor app/web/static/vendor
COPY migrations migrations
COPY content content
COPY LICENSE ./
ENV PATH=/opt/venv/bin:$PATH \
    PYTHONDONTWRITEBYTECODE=1 \
    PYTHONUNBUFFERED=1 \
    HOST=0.0.0.0 \
    PORT=8000 \
    CONTENT_DIR=/app/content \
    VAR_DIR=/var/lib/menukaart
USER 10001:10001
VOLUME /var/lib/menukaart
EXPOSE 8000
HEALTHCHECK --interval=15s --timeout=5s --start-period=60s --retries=3 \
    CMD ["python", "-c", "import http.client, os, sys; c = http.client.HTTPConnection('127.0.0.1', int(os.environ.get('PORT') or 8000), timeout=4); c.request('GET', '/health'); sys.exit(c.getresponse().status != 200)"]
CMD ["menukaart", "serve"]
