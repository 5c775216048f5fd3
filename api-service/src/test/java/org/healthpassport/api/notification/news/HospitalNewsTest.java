package org.healthpassport.api.notification.news;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.mongodb.reactivestreams.client.MongoClient;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.IntStream;
import org.bson.Document;
import org.healthpassport.aggregates.list.ListPosition;
import org.healthpassport.api.ApiUnderTest;
import org.healthpassport.api.access.ConsentingPatients;
import org.healthpassport.api.identity.mail.Outbox;
import org.healthpassport.api.notification.news.HospitalNews.News;
import org.healthpassport.events.EventType;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.springframework.data.mongodb.core.ReactiveMongoTemplate;
import org.springframework.data.mongodb.core.query.Criteria;
import org.springframework.data.mongodb.core.query.Query;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** News are told in slices, and go on where they stopped; the store is a real one. */
class HospitalNewsTest {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final Instant NOW = Instant.now().truncatedTo(ChronoUnit.MILLIS);

    @RegisterExtension
    static final ApiUnderTest api = new ApiUnderTest();

    /** A database that the service does not look at. */
    private final ReactiveMongoTemplate mongo =
            new ReactiveMongoTemplate(api.bean(MongoClient.class), "news-" + UUID.randomUUID());

    private final String hospital = UUID.randomUUID().toString();
    private final News news =
            new News(UUID.randomUUID().toString(), EventType.ACCOUNT_ACTIVATED, hospital, "doctor", NOW, true);
    private final List<String> told = new ArrayList<>();

    @Test
    void shouldTellEachPatientInSlices() {
        // given
        HospitalNews all = news(Duration.ZERO);
        all.begin(news).block(PATIENCE);
        all.begin(news).block(PATIENCE);

        // when
        all.tell(this::tell, 3).block(PATIENCE);

        // then
        assertThat(told).containsExactlyElementsOf(patients(0));
        assertThat(isKept()).isFalse();
        all.tell(this::tell, 3).block(PATIENCE);
        assertThat(told).hasSize(10);
    }

    @Test
    void shouldGoOnAfterTheLastWholeSlice() {
        // given
        news(Duration.ZERO).begin(news).block(PATIENCE);
        assertThatThrownBy(() -> news(Duration.ZERO)
                        .tell(
                                (told, patient) -> patient.equals("p7")
                                        ? Mono.error(new IllegalStateException("stopped"))
                                        : tell(told, patient),
                                3)
                        .block(PATIENCE))
                .hasMessage("stopped");
        assertThat(isKept()).isTrue();
        told.clear();

        // when another instance looks at once, and a minute later
        news(Duration.ZERO).tell(this::tell, 3).block(PATIENCE);
        assertThat(told).isEmpty();
        news(Duration.ofSeconds(61)).tell(this::tell, 3).block(PATIENCE);

        // then
        assertThat(told).containsExactlyElementsOf(patients(6));
        assertThat(isKept()).isFalse();
    }

    private Mono<Void> tell(News piece, String patientId) {
        return Mono.fromRunnable(() -> {
            assertThat(piece).isEqualTo(news);
            told.add(patientId);
        });
    }

    private boolean isKept() {
        return Boolean.TRUE.equals(mongo.exists(
                        Query.query(Criteria.where("_id").is(news.eventId())), Document.class, HospitalNews.COLLECTION)
                .block(PATIENCE));
    }

    private HospitalNews news(Duration later) {
        return new HospitalNews(
                mongo, this::consenting, api.bean(Outbox.class), Clock.offset(Clock.systemUTC(), later));
    }

    /** Ten patients of the hospital, and nobody of any other. */
    private Flux<ConsentingPatients.Consenting> consenting(String hospitalId, @Nullable ListPosition after) {
        assertThat(hospitalId).isEqualTo(hospital);
        int reached = Optional.ofNullable(after)
                .map(position -> Integer.parseInt(position.id().substring(1)) + 1)
                .orElse(0);
        return Flux.fromIterable(patients(reached))
                .map(id -> new ConsentingPatients.Consenting(id, new ListPosition(NOW, id)));
    }

    private static List<String> patients(int from) {
        return IntStream.range(from, 10).mapToObj(i -> "p" + i).toList();
    }
}
