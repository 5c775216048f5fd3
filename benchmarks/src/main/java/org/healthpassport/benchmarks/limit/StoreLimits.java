package org.healthpassport.benchmarks.limit;

import com.mongodb.ConnectionString;
import com.mongodb.MongoClientSettings;
import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.Filters;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import org.bson.Document;
import org.bson.types.Binary;
import org.healthpassport.benchmarks.limit.ClosedLoop.Rate;
import org.healthpassport.benchmarks.result.Limit;
import org.healthpassport.bus.mongo.DurableMongoClient;
import org.healthpassport.embedded.store.EmbeddedStore;

/**
 * Inserts and finds through MongoDB's driver, without anything of ours in between. Driver and embedded store are in this
 * JVM, as they are in the product, and so is their CPU; that of another store is not counted.
 */
final class StoreLimits {
    static final String INSERT = "raw insert";
    static final String FIND = "raw find";
    private static final String DATABASE = "benchmark_limits";
    /** The sealed content of a record's version of 0.8 kB. */
    private static final int SEALED_BYTES = 1_100;

    private final ClosedLoop loop;

    StoreLimits(ClosedLoop loop) {
        this.loop = loop;
    }

    /** Measures the embedded store. */
    List<Limit> measure(Path folder) throws Exception {
        try (EmbeddedStore store = new EmbeddedStore(folder)) {
            store.start();
            return measure(store.connectionString(DATABASE));
        }
    }

    /** Measures any store, in a database of its own, which is dropped at the end. */
    List<Limit> measure(String connectionString) throws Exception {
        MongoClientSettings.Builder settings =
                MongoClientSettings.builder().applyConnectionString(new ConnectionString(connectionString));
        DurableMongoClient.configure(settings);
        try (MongoClient client = MongoClients.create(settings.build())) {
            try {
                MongoCollection<Document> documents =
                        client.getDatabase(DATABASE).getCollection("documents");
                byte[] sealed = new byte[SEALED_BYTES];
                new Random(1).nextBytes(sealed);
                AtomicLong inserted = new AtomicLong();
                Rate inserts = loop.run(
                        () -> documents.insertOne(new Document("_id", id(inserted.getAndIncrement()))
                                .append("version", 1L)
                                .append("patientId", "0199f1a2-7c3e-7d41-9b5a-3f6c2e8d1a70")
                                .append("sealed", new Binary(sealed))),
                        Cpu::ofThisProcess);
                AtomicLong found = new AtomicLong();
                Rate finds = loop.run(
                        () -> {
                            String id = id(found.getAndAdd(7919) % inserted.get());
                            if (documents.find(Filters.eq("_id", id)).first() == null) {
                                throw new IllegalStateException("Expected document " + id + ", but there is none");
                            }
                            return id;
                        },
                        Cpu::ofThisProcess);
                return List.of(
                        new Limit(INSERT, inserts.perSecond(), "/s", inserts.cpuMs()),
                        new Limit(FIND, finds.perSecond(), "/s", finds.cpuMs()));
            } finally {
                client.getDatabase(DATABASE).drop();
            }
        }
    }

    private static String id(long number) {
        return "0199f1a3-02b8-7a11-8c6d-%012d".formatted(number);
    }
}
