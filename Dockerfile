# One static binary in an image with nothing else in it but the certificates by
# which it knows mail servers. Build: docker build --build-arg VERSION=0.1.0 -t rolecall .
FROM golang:1.26.8-bookworm AS build
WORKDIR /src
COPY go.mod go.sum ./
RUN go mod download
# Only what the binary is made of: no .env, no .rolecall, no history.
COPY cmd cmd
COPY internal internal
COPY sql sql
ARG VERSION=dev
RUN CGO_ENABLED=0 go build -trimpath -ldflags "-s -w -X main.version=${VERSION}" -o /rolecall ./cmd/rolecall

FROM scratch
COPY --from=build /etc/ssl/certs/ca-certificates.crt /etc/ssl/certs/ca-certificates.crt
COPY --from=build /rolecall /rolecall
USER 65532:65532
ENV ROLECALL_LISTEN=0.0.0.0:8080
EXPOSE 8080
HEALTHCHECK --interval=10s --timeout=5s --start-period=20s --retries=3 CMD ["/rolecall", "healthz"]
ENTRYPOINT ["/rolecall"]
CMD ["serve"]
