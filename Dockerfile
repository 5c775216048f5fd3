# One image with all services; the argument says which one runs: api-service.jar, document-worker.jar, qr-worker.jar or
# audit-service.jar, and what follows it are that program's arguments.

FROM maven:3.9-eclipse-temurin-21 AS build
WORKDIR /source
COPY . .
# What Maven downloads stays on the building machine, whatever changes in the sources or the POMs.
RUN --mount=type=cache,target=/root/.m2 \
    mvn -B -ntp package -Dmaven.test.skip=true -pl api-service,document-worker,qr-worker,audit-service -am
# Into one folder each for what changes seldom and what changes often; services share the libraries that they share.
RUN for service in api-service document-worker qr-worker audit-service; do \
        java -Djarmode=tools -jar "$service"/target/"$service"-*-exec.jar extract --force \
            --layers dependencies,application --destination /extracted --application-filename "$service.jar" || exit 1; \
    done

FROM eclipse-temurin:21-jre
RUN useradd --system --uid 10001 --user-group --home-dir /var/lib/health-passport --shell /usr/sbin/nologin health-passport \
    # A new volume takes over owner and mode of the folder that it is mounted on.
    && install -d -o health-passport -g health-passport -m 700 /var/lib/health-passport \
        /var/lib/health-passport/administrator /var/lib/health-passport/keys \
        /var/lib/health-passport/keys/audit /var/lib/health-passport/keys/log /var/lib/health-passport/keys/qr \
        /var/lib/health-passport/objects /var/lib/health-passport/staged
WORKDIR /app
COPY docker/ready ./
COPY --from=build /extracted/dependencies ./
COPY --from=build /extracted/application ./
USER health-passport
# Java itself is the first process, so that a stop reaches it.
ENTRYPOINT ["java", "-XX:MaxRAMPercentage=60", "-XX:+ExitOnOutOfMemoryError", "-jar"]
CMD ["api-service.jar"]
