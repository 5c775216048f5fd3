package org.healthpassport.audit.signing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import org.healthpassport.audit.keys.KeySettings;
import org.healthpassport.audit.log.LogInUse;
import org.healthpassport.audit.log.TestLog;
import org.healthpassport.audit.log.mongo.MongoCheckpointStore;
import org.healthpassport.audit.mongo.EmbeddedDatabase;
import org.healthpassport.audit.note.Checkpoint;
import org.healthpassport.audit.note.SigningKey;
import org.healthpassport.bus.ConfigurationFailure;
import org.healthpassport.bus.start.AwaitedDependency;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

class SigningConfigurationTest {
    @RegisterExtension
    static final EmbeddedDatabase DATABASE = new EmbeddedDatabase();

    @TempDir
    Path folder;

    @Test
    void shouldMakeNoNewKeyForALogOfWhichOnlyTheWitnessIsLeft() throws Exception {
        // given: neither the key nor the database is there any more
        LastSignedFile lastSigned = new LastSignedFile(folder.resolve("witness"), () -> LogInUse.FIRST);
        TestLog log = new TestLog(DATABASE.create()).takeOver().grow(3);
        String origin = TestLog.KEY.verifier().name();
        lastSigned.write(TestLog.KEY.sign(new Checkpoint(origin, 3, log.state().root())));
        AwaitedDependency<SigningKey> key = new SigningConfiguration()
                .logKey(
                        new SigningSettings(origin),
                        new KeySettings(folder.resolve("keys"), true, null, null),
                        new MongoCheckpointStore(DATABASE.create()),
                        lastSigned);

        // when, then
        assertThatThrownBy(key::attempt)
                .isInstanceOf(ConfigurationFailure.class)
                .hasMessageContaining("restore it from its backup");
        assertThat(folder.resolve("keys").resolve(LogKeyFile.NAME)).doesNotExist();

        // when: nothing was ever signed
        Files.delete(lastSigned.path());
        key.attempt();

        // then
        assertThat(key.get().verifier().name()).isEqualTo(origin);
    }
}
