# Not run by any Docker engine in this project's own checks: the tests lint it, no more.
FROM eclipse-temurin:25-jdk-noble AS build
WORKDIR /src
COPY . .
RUN ./mvnw -B -ntp -DskipTests -Dspotless.check.skip=true -pl app -am package

FROM eclipse-temurin:25-jre-noble
RUN useradd --system --uid 10001 --home-dir /var/lib/keywatch --create-home keywatch
COPY --from=build /src/app/target/keywatch-app.jar /opt/keywatch/
COPY --from=build /src/app/target/lib /opt/keywatch/lib
COPY LICENSE /opt/keywatch/
USER keywatch
VOLUME /var/lib/keywatch
EXPOSE 8085
# KEYWATCH_JAVA_OPTS as with the launcher; exec, so that SIGTERM reaches the JVM
ENTRYPOINT ["/bin/sh", "-c", "exec java -XX:MaxRAMPercentage=70 -XX:+ExitOnOutOfMemoryError --enable-native-access=ALL-UNNAMED --sun-misc-unsafe-memory-access=allow ${KEYWATCH_JAVA_OPTS:-} -cp '/opt/keywatch/keywatch-app.jar:/opt/keywatch/lib/*' io.keywatch.app.Keywatch \"$@\"", "keywatch"]
CMD ["--help"]
