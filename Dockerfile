# The image of tenantry, based on Debian. The SQLite database is in the volume /var/lib/tenantry. To
# use PostgreSQL, set TENANTRY_DATABASE_URL.

FROM rust:1.95-slim-bookworm AS builder
# SQLite and mimalloc are compiled from C source.
RUN apt-get update \
    && apt-get install --yes --no-install-recommends build-essential \
    && rm -rf /var/lib/apt/lists/*
WORKDIR /build
COPY . .
RUN cargo build --profile dist --locked

FROM debian:bookworm-slim
RUN apt-get update \
    && apt-get install --yes --no-install-recommends ca-certificates \
    && rm -rf /var/lib/apt/lists/* \
    && useradd --system --user-group --home-dir /var/lib/tenantry --create-home tenantry
COPY --from=builder /build/target/dist/tenantry /usr/local/bin/tenantry
USER tenantry
WORKDIR /var/lib/tenantry
VOLUME /var/lib/tenantry
# TENANTRY_DATABASE_URL is not set here, because it would conflict with TENANTRY_DATABASE_URL_FILE.
# The default is a file in the working directory.
ENV TENANTRY_LISTEN=0.0.0.0:8080
EXPOSE 8080
HEALTHCHECK --interval=30s --timeout=6s --start-period=10s CMD ["tenantry", "healthcheck"]
STOPSIGNAL SIGTERM
ENTRYPOINT ["tenantry"]
CMD ["serve"]
