package org.healthpassport.keymanagement;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.healthpassport.events.Service;
import org.healthpassport.vault.key.MacKeyFolder;
import org.healthpassport.vault.key.file.FileProtection;
import org.healthpassport.vault.key.file.KeysAway;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class EventKeysTest {
    private static final byte[] CONTENT = {1, 2, 3};

    @TempDir
    private Path folder;

    @Test
    void shouldHaveAKeyForEachPairOfAWriterAndAReader() {
        assertThat(EventKeys.namesOf(Service.DOCUMENT_WORKER))
                .containsExactlyInAnyOrder(
                        "api-service-document-worker", "document-worker-api-service", "document-worker-audit-service");
        assertThat(EventKeys.namesOf(Service.AUDIT_SERVICE))
                .containsExactlyInAnyOrder(
                        "api-service-audit-service", "document-worker-audit-service", "qr-worker-audit-service");
        assertThat(EventKeys.namesOf(Service.API_SERVICE)).hasSize(6);
    }

    /** No key of a service lets it speak as another one to a third. */
    @ParameterizedTest
    @EnumSource(Service.class)
    void shouldGiveNoServiceAKeyBetweenTwoOthers(Service self) {
        assertThat(EventKeys.namesOf(self)).allSatisfy(name -> assertThat(name).contains(self.id()));
    }

    @Test
    void shouldMakeAllKeysAtTheFirstStartOfApiServiceAndAuditService() throws IOException {
        // when
        open(Service.API_SERVICE);
        open(Service.AUDIT_SERVICE);
        open(Service.DOCUMENT_WORKER);
        open(Service.QR_WORKER);

        // then
        Set<String> expected = new HashSet<>();
        Arrays.stream(Service.values()).map(EventKeys::namesOf).forEach(expected::addAll);
        try (var files = Files.list(folder)) {
            assertThat(files.map(file -> file.getFileName().toString()).filter(name -> name.endsWith(".json")))
                    .containsExactlyInAnyOrderElementsOf(expected.stream()
                            .map(name -> "mac-" + name + ".json")
                            .toList());
        }
    }

    @Test
    void shouldWaitForTheKeysThatAnotherServiceMakes() {
        assertThatThrownBy(() -> open(Service.AUDIT_SERVICE)).isInstanceOf(KeysAway.class);
        assertThatThrownBy(() -> open(Service.QR_WORKER)).isInstanceOf(KeysAway.class);
        open(Service.API_SERVICE);
        assertThatThrownBy(() -> EventKeys.open(Service.QR_WORKER, folder.resolve("other"), FileProtection.NONE))
                .isInstanceOf(IllegalStateException.class);
    }

    @Test
    void shouldNotMakeAKeyAgainWhereEventsAre() throws IOException {
        // given
        open(Service.API_SERVICE);
        Files.delete(folder.resolve("mac-qr-worker-api-service.json"));

        // then
        assertThatThrownBy(() -> EventKeys.openOrCreate(Service.API_SERVICE, folder, FileProtection.NONE, () -> true))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("mac-qr-worker-api-service.json");
    }

    @Test
    void shouldLetNoServiceSpeakForAnother() {
        // given
        List<MacKeyFolder> keys =
                List.of(open(Service.API_SERVICE), open(Service.AUDIT_SERVICE), open(Service.DOCUMENT_WORKER));
        byte[] ofWorker = keys.get(2).mac("document-worker-api-service", CONTENT);

        // then
        assertThat(keys.get(0).isMac("document-worker-api-service", ofWorker, CONTENT))
                .isTrue();
        assertThat(keys.get(0).isMac("qr-worker-api-service", ofWorker, CONTENT))
                .isFalse();
        assertThat(keys.get(0).isMac("api-service-api-service", ofWorker, CONTENT))
                .isFalse();
        assertThat(keys.get(1).isMac("document-worker-audit-service", ofWorker, CONTENT))
                .isFalse();
        assertThatThrownBy(() -> keys.get(2).mac("api-service-audit-service", CONTENT))
                .isInstanceOf(IllegalStateException.class);
    }

    private MacKeyFolder open(Service self) {
        return EventKeys.openOrCreate(self, folder, FileProtection.NONE, () -> false);
    }
}
