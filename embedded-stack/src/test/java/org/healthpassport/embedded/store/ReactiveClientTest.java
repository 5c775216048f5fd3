package org.healthpassport.embedded.store;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import com.mongodb.reactivestreams.client.MongoClient;
import com.mongodb.reactivestreams.client.MongoClients;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.bson.Document;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.reactivestreams.Publisher;
import org.reactivestreams.Subscriber;
import org.reactivestreams.Subscription;
import org.slf4j.LoggerFactory;

class ReactiveClientTest {
    @TempDir
    Path folder;

    @Test
    void shouldServeTheReactiveDriverWithoutAWarning() throws Exception {
        // given
        ListAppender<ILoggingEvent> logged = new ListAppender<>();
        logged.start();
        Logger root = (Logger) LoggerFactory.getLogger("org.mongodb");
        root.addAppender(logged);
        try (EmbeddedStore store = new EmbeddedStore(folder)) {
            store.start();

            // when
            List<Document> found;
            Document hello;
            try (MongoClient client = MongoClients.create(store.connectionString("test"))) {
                var documents = client.getDatabase("test").getCollection("documents");
                results(documents.insertMany(List.of(new Document("_id", 1), new Document("_id", 2))));
                found = results(documents.find());
                hello = results(client.getDatabase("admin").runCommand(new Document("hello", 1)))
                        .get(0);
            }

            // then
            assertThat(found).hasSize(2);
            assertThat(hello.getBoolean("isWritablePrimary")).isTrue();
            assertThat(hello).containsKey("maxWireVersion");
            assertThat(logged.list).noneMatch(event -> event.getLevel().isGreaterOrEqual(Level.WARN));
        } finally {
            root.detachAppender(logged);
        }
    }

    private static <T> List<T> results(Publisher<T> publisher) throws Exception {
        CompletableFuture<List<T>> all = new CompletableFuture<>();
        List<T> received = new CopyOnWriteArrayList<>();
        publisher.subscribe(new Subscriber<>() {
            @Override
            public void onSubscribe(Subscription subscription) {
                subscription.request(Long.MAX_VALUE);
            }

            @Override
            public void onNext(T next) {
                received.add(next);
            }

            @Override
            public void onError(Throwable e) {
                all.completeExceptionally(e);
            }

            @Override
            public void onComplete() {
                all.complete(received);
            }
        });
        return all.get(60, TimeUnit.SECONDS);
    }
}
