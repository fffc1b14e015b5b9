# The command and the C++ library on a slim Debian. See docs/install.md.
FROM debian:12 AS build
RUN apt-get update && apt-get install --yes --no-install-recommends ca-certificates
WORKDIR /source
COPY . .
RUN ./dev sdk

FROM debian:12-slim
RUN --mount=type=bind,from=build,source=/source/build/sdk-packages,target=/packages \
    apt-get update && \
    apt-get install --yes --no-install-recommends fonts-dejavu-core /packages/*.deb && \
    rm -rf /var/lib/apt/lists/*
RUN useradd --create-home fastdeploy
USER fastdeploy
WORKDIR /home/fastdeploy
ENTRYPOINT ["fastdeploy"]
CMD ["--help"]
