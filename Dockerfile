# hotkit in an image that holds nothing else: docker build -t hotkit . && docker run --rm -v "$PWD:/work" hotkit check
FROM rust:1.89-alpine3.22 AS build
WORKDIR /source
COPY . .
# Alpine's Rust links statically, so that the program needs no system around it.
RUN apk add --no-cache musl-dev=~1.2 \
 && cargo build --release --locked -p hotkit \
 && mkdir -p /image/work \
 && cp target/release/hotkit LICENSE /image/

FROM scratch
LABEL org.opencontainers.image.title="hotkit" \
      org.opencontainers.image.description="Checks, formats, explains and previews OpenStack Heat templates, offline" \
      org.opencontainers.image.source="https://github.com/hotkit/hotkit" \
      org.opencontainers.image.licenses="Apache-2.0"
COPY --from=build /image/ /
# Whoever owns the mounted files reads and writes them: docker run --user "$(id -u):$(id -g)" with fmt and --fix.
USER 65534:65534
WORKDIR /work
ENTRYPOINT ["/hotkit"]
CMD ["check"]
