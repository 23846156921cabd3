# A static binary and nothing else: the linter reads files and writes reports.
#   docker build --tag unitlint .
#   docker run --rm --volume "$PWD:/tree:ro" unitlint check .
FROM golang:1.26 AS build
ARG VERSION=0.1.0
WORKDIR /src
COPY go.mod go.sum ./
RUN go mod download
COPY . .
RUN CGO_ENABLED=0 go build -trimpath -ldflags="-s -X main.version=$VERSION" -o /unitlint ./cmd/unitlint

FROM scratch
COPY --from=build /unitlint /usr/bin/unitlint
COPY LICENSE /usr/share/doc/unitlint/LICENSE
WORKDIR /tree
USER 65534:65534
ENTRYPOINT ["/usr/bin/unitlint"]
CMD ["check", "."]
