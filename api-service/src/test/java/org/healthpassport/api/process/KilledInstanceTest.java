package org.healthpassport.api.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.healthpassport.api.ApiUnderTest.PASSWORD;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.healthpassport.api.ApiUnderTest;
import org.healthpassport.api.ChildInstance;
import org.healthpassport.api.process.InstanceClient.Answer;
import org.healthpassport.embedded.broker.EmbeddedBroker;
import org.healthpassport.embedded.store.EmbeddedStore;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The only instance is killed, and another one is started. */
@Tag("exhaustive")
class KilledInstanceTest {
    private static final int LOOKS = 40;
    private static final Duration WITHIN = Duration.ofSeconds(60);

    @TempDir
    private Path folder;

    @Test
    void shouldListEveryLookThatWasAnsweredBeforeTheKill() throws Exception {
        try (EmbeddedStore store = new EmbeddedStore(Files.createDirectory(folder.resolve("store")));
                EmbeddedBroker broker = new EmbeddedBroker(Files.createDirectory(folder.resolve("broker")))) {
            store.start();
            broker.start();

            // given
            String path;
            InstanceClient ada;
            try (ChildInstance killed = start(store, broker)) {
                String email = UUID.randomUUID() + "@example.org";
                InstanceClient somebody = InstanceClient.of(killed.port());
                Answer registered =
                        somebody.register(ApiUnderTest.registration(email)).expect(201);
                path = "/api/patients/" + registered.json().get("patientId").asString();
                ada = somebody.logIn(email, PASSWORD);
                for (int look = 0; look < LOOKS; look++) {
                    ada.get(path + "/records").expect(200);
                }
            }

            // when
            List<String> listed = new ArrayList<>();
            try (ChildInstance successor = start(store, broker)) {
                Answer first = await().atMost(WITHIN)
                        .until(
                                () -> ada.at(successor.port()).get(path + "/accesses?limit=200"),
                                answer -> answer.status() != 503);
                first.expect(200)
                        .json()
                        .get("items")
                        .forEach(item -> listed.add(item.get("resourceType").asString()));
            }

            // then
            assertThat(listed).filteredOn("RECORD"::equals).hasSize(LOOKS);
        }
    }

    private ChildInstance start(EmbeddedStore store, EmbeddedBroker broker) throws IOException {
        return ChildInstance.start(
                ApiUnderTest.arguments(folder, store.connectionString("healthpassport"), broker, Map.of()));
    }
}
