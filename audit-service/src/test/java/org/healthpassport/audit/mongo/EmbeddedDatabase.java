package org.healthpassport.audit.mongo;

import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.MongoDatabase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import org.healthpassport.embedded.store.EmbeddedStore;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.springframework.util.FileSystemUtils;

/** A store for the tests of a class, and as many empty databases in it as they want. */
public final class EmbeddedDatabase implements BeforeAllCallback, AfterAllCallback {
    private final AtomicInteger databases = new AtomicInteger();
    private Path folder;
    private EmbeddedStore store;
    private MongoClient client;

    @Override
    public void beforeAll(ExtensionContext context) throws IOException {
        folder = Files.createTempDirectory("audit-log-test");
        store = new EmbeddedStore(folder);
        store.start();
        client = MongoClients.create(store.connectionString("audit"));
    }

    public MongoDatabase create() {
        return client.getDatabase("audit" + databases.incrementAndGet());
    }

    /** For clients of their own, such as other processes. */
    public String connectionString(String database) {
        return store.connectionString(database);
    }

    @Override
    public void afterAll(ExtensionContext context) throws IOException {
        client.close();
        store.close();
        FileSystemUtils.deleteRecursively(folder);
    }
}
