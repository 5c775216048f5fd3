package org.healthpassport.embedded.store;

import static org.assertj.core.api.Assertions.assertThat;

import de.bwaldvogel.mongo.MongoCollection;
import de.bwaldvogel.mongo.backend.ArrayFilters;
import de.bwaldvogel.mongo.bson.Document;
import de.bwaldvogel.mongo.oplog.NoopOplog;
import java.nio.file.Path;
import org.healthpassport.embedded.store.commit.GroupCommit;
import org.healthpassport.embedded.store.commit.StoreFile;
import org.healthpassport.embedded.store.disk.BallastFile;
import org.healthpassport.embedded.store.disk.FreeSpaceGuard;
import org.healthpassport.embedded.store.login.StoreAccess;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class IndexedCollectionTest {
    @TempDir
    Path folder;

    @Test
    void shouldNotChangeAnAnswerThatIsOnItsWayToTheReader() {
        StoreFile file = StoreFile.open(folder.resolve("store").toString(), () -> true);
        DurableH2Backend backend = new DurableH2Backend(
                file,
                new GroupCommit(file, failure -> {}),
                new FreeSpaceGuard(folder, () -> Long.MAX_VALUE, new BallastFile(folder)),
                StoreAccess.of(null));
        try {
            // given
            MongoCollection<?> patients = backend.resolveDatabase("test").createCollectionOrThrowIfExists("patients");
            patients.addDocument(new Document("_id", "a").append("version", 1).append("sealed", "one"));
            Document answer = patients.queryAll().iterator().next();

            // when
            Document update = new Document("$set", new Document("version", 2).append("sealed", "two"));
            patients.updateDocuments(
                    new Document("_id", "a"), update, ArrayFilters.empty(), false, false, NoopOplog.get());

            // then
            assertThat(answer).containsEntry("version", 1).containsEntry("sealed", "one");
            assertThat(patients.queryAll().iterator().next())
                    .containsEntry("version", 2)
                    .containsEntry("sealed", "two");
        } finally {
            backend.close();
        }
    }
}
