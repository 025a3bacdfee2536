# signary serve for a machine without a GPU, built from the wheel.
#
#   docker build -t signary .
#   docker run --rm -p 127.0.0.1:8000:8000 --read-only --tmpfs /tmp signary
#
# More options behind the name of the image: docker run … signary --token …; see docs/serve.md.
FROM python:3.12-slim AS wheel
WORKDIR /source
COPY pyproject.toml README.md LICENSE ./
COPY signary signary
COPY dictionaries dictionaries
RUN pip wheel --no-cache-dir --no-deps --wheel-dir /wheel .

FROM python:3.12-slim
# The build of torch without CUDA: a tenth of the size.
ARG TORCH_INDEX=https://download.pytorch.org/whl/cpu
COPY --from=wheel /wheel /wheel
COPY constraints.txt /wheel/
RUN pip install --no-cache-dir --extra-index-url "$TORCH_INDEX" -c /wheel/constraints.txt "$(ls /wheel/*.whl)[serve]" \
    && rm -r /wheel \
    && useradd --uid 1000 --create-home signary
USER signary
WORKDIR /home/signary
ENV HF_HUB_OFFLINE=1 OMP_NUM_THREADS=1 PYTHONDONTWRITEBYTECODE=1 PYTHONUNBUFFERED=1 NUMBA_CACHE_DIR=/tmp/numba
EXPOSE 8000
STOPSIGNAL SIGTERM
# Loading and touching everything takes a while; /health says 503 until then.
HEALTHCHECK --interval=30s --timeout=5s --start-period=120s --retries=3 \
    CMD ["python", "-c", "import urllib.request; urllib.request.urlopen('http://127.0.0.1:8000/health', timeout=4)"]
ENTRYPOINT ["signary", "serve", "--host", "0.0.0.0", "--port", "8000"]
