# tenantry on Debian. The SQLite file is kept in the volume /var/lib/tenantry; for PostgreSQL set TENANTRY_DATABASE_URL.

FROM rust:1.95-slim-bookworm AS builder
# The C compiler is for SQLite and mimalloc, which are built from source.
RUN apt-get update \
    && apt-get install --yes --no-install-recommends build-essential \
    && rm -rf /var/lib/apt/lists/*
WORKDIR /build
COPY . .
RUN cargo build --release --locked

FROM debian:bookworm-slim
RUN apt-get update \
    && apt-get install --yes --no-install-recommends ca-certificates \
    && rm -rf /var/lib/apt/lists/* \
    && useradd --system --user-group --home-dir /var/lib/tenantry --create-home tenantry
COPY --from=builder /build/target/release/tenantry /usr/local/bin/tenantry
USER tenantry
WORKDIR /var/lib/tenantry
VOLUME /var/lib/tenantry
# Not TENANTRY_DATABASE_URL: it would stand in the way of TENANTRY_DATABASE_URL_FILE. The default is a file in this folder.
ENV TENANTRY_LISTEN=0.0.0.0:8080
EXPOSE 8080
HEALTHCHECK --interval=30s --timeout=6s --start-period=10s CMD ["tenantry", "healthcheck"]
STOPSIGNAL SIGTERM
ENTRYPOINT ["tenantry"]
CMD ["serve"]
