package org.healthpassport.objects.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.healthpassport.objects.kind.StoreEnvironment;
import org.healthpassport.vault.object.ObjectRejected;
import org.healthpassport.vault.object.ObjectStore;
import org.healthpassport.vault.object.ObjectStoreFailure;
import org.healthpassport.vault.object.StoreFull;
import org.healthpassport.vault.object.StoreRefused;
import org.healthpassport.vault.object.StoreUnavailable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Answers of the kinds that the stand-in does not give, as AWS, MinIO and Supabase word them. */
class S3FailuresTest {
    private static final String BODY = """
            <?xml version="1.0" encoding="UTF-8"?>
            <Error><Code>%s</Code><Message>A planted-message</Message><RequestId>1</RequestId></Error>""";

    private static final StoreEnvironment CREDENTIALS =
            Map.of("AWS_ACCESS_KEY_ID", "id", "AWS_SECRET_ACCESS_KEY", "secret")::get;

    private HttpServer server;
    private int status;
    private String body = "";

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::answer);
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    @ParameterizedTest
    @CsvSource({
        "403, AccessDenied, this service to have access",
        "403, AllAccessDisabled, this service to have access",
        "403, InvalidAccessKeyId, valid credentials",
        "403, SignatureDoesNotMatch, valid credentials",
        "400, ExpiredToken, valid credentials",
        "400, InvalidToken, valid credentials",
        "403, RequestTimeTooSkewed, the clock of this machine",
        "403, RequestExpired, the clock of this machine",
        "400, AuthorizationHeaderMalformed, the region of the settings",
        "301, PermanentRedirect, the region of the settings",
        "404, NoSuchBucket, the bucket of the object store to exist",
        "400, InvalidBucketName, the bucket of the object store to exist",
        "403, SomethingNew, to accept this service",
        "404, SomethingNew, the endpoint to be that of an S3 store",
    })
    void shouldSayWhatIsWrongWithTheSettings(int status, String code, String part) {
        assertFailure(StoreRefused.class, status, code, part);
    }

    @ParameterizedTest
    @CsvSource({
        "400, RequestTimeout",
        "503, SlowDown",
        "500, InternalError",
        "409, OperationAborted",
        "503, XMinioServerNotInitialized"
    })
    void shouldSayThatTheStoreIsAway(int status, String code) {
        assertFailure(StoreUnavailable.class, status, code, "the object store to work");
    }

    @ParameterizedTest
    @CsvSource({"507, XMinioStorageFull", "400, XMinioAdminBucketQuotaExceeded", "507, SomethingNew"})
    void shouldSayThatTheStoreIsFull(int status, String code) {
        assertFailure(StoreFull.class, status, code, "room in the object store");
    }

    @ParameterizedTest
    @CsvSource({"413, EntityTooLarge", "400, EntityTooLarge", "405, MethodNotAllowed"})
    void shouldSayThatTheStoreRejectsTheObject(int status, String code) {
        assertFailure(ObjectRejected.class, status, code, "the object store to take the request");
    }

    private void assertFailure(Class<? extends ObjectStoreFailure> type, int answer, String code, String part) {
        // given
        status = answer;
        body = BODY.formatted(code);
        String url = "s3://documents?endpoint=http://127.0.0.1:"
                + server.getAddress().getPort();

        try (ObjectStore store = S3Stores.open(url, CREDENTIALS, S3Stores.SHORT)) {

            // when, then
            assertThatExceptionOfType(type)
                    .isThrownBy(() -> store.find("d1"))
                    .withMessageContaining(part)
                    .withMessageNotContaining("planted");
            assertThatExceptionOfType(type).isThrownBy(() -> store.delete("d1")).withMessageContaining(part);
            assertThatExceptionOfType(type)
                    .isThrownBy(() -> {
                        try (var listed = store.list("")) {
                            assertThat(listed.toList()).isEmpty();
                        }
                    })
                    .withMessageContaining(part);
        }
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            exchange.getRequestBody().readAllBytes();
            byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
            boolean head = exchange.getRequestMethod().equals("HEAD");
            exchange.getResponseHeaders().set("Content-Type", "application/xml");
            exchange.sendResponseHeaders(status, head ? -1 : bytes.length);
            if (!head) {
                exchange.getResponseBody().write(bytes);
            }
        }
    }
}
