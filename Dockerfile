# One image with all services. The first argument selects the program: api-service.jar, document-worker.jar, qr-worker.jar
# or audit-service.jar. The other arguments go to that program.

FROM maven:3.9-eclipse-temurin-21 AS build
WORKDIR /source
COPY . .
# The cache keeps Maven's downloads on the building machine when sources or POMs change.
RUN --mount=type=cache,target=/root/.m2 \
    mvn -B -ntp package -Dmaven.test.skip=true -pl api-service,document-worker,qr-worker,audit-service -am
# One folder for libraries, which seldom change, and one for our code. All services share one copy of each library.
RUN for service in api-service document-worker qr-worker audit-service; do \
        java -Djarmode=tools -jar "$service"/target/"$service"-*-exec.jar extract --force \
            --layers dependencies,application --destination /extracted --application-filename "$service.jar" || exit 1; \
    done

FROM eclipse-temurin:21-jre
RUN useradd --system --uid 10001 --user-group --home-dir /var/lib/health-passport --shell /usr/sbin/nologin health-passport \
    # A new volume takes the owner and mode of the folder on which it is mounted.
    && install -d -o health-passport -g health-passport -m 700 /var/lib/health-passport \
        /var/lib/health-passport/administrator /var/lib/health-passport/keys \
        /var/lib/health-passport/keys/audit /var/lib/health-passport/keys/log /var/lib/health-passport/keys/qr \
        /var/lib/health-passport/keys/standing \
        /var/lib/health-passport/keys/mac-api-service-audit-service \
        /var/lib/health-passport/keys/mac-api-service-document-worker \
        /var/lib/health-passport/keys/mac-api-service-qr-worker \
        /var/lib/health-passport/keys/mac-document-worker-api-service \
        /var/lib/health-passport/keys/mac-document-worker-audit-service \
        /var/lib/health-passport/keys/mac-qr-worker-api-service \
        /var/lib/health-passport/keys/mac-qr-worker-audit-service \
        /var/lib/health-passport/objects /var/lib/health-passport/witness
WORKDIR /app
COPY docker/ready ./
COPY --from=build /extracted/dependencies ./
COPY --from=build /extracted/application ./
USER health-passport
# A container has a network of its own; its ports are open only where they are published.
ENV HEALTHPASSPORT_BIND_ADDRESS=0.0.0.0
# Java is the first process, so that it receives the stop signal.
ENTRYPOINT ["java", "-XX:MaxRAMPercentage=60", "-XX:+ExitOnOutOfMemoryError", "-jar"]
CMD ["api-service.jar"]
