package org.healthpassport.bus.mongo;

import static org.assertj.core.api.Assertions.assertThat;

import com.mongodb.ConnectionString;
import com.mongodb.MongoClientSettings;
import com.mongodb.ReadConcern;
import com.mongodb.ReadPreference;
import com.mongodb.WriteConcern;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class DurableMongoClientTest {
    private static final ConnectionString WEAKER = new ConnectionString(
            "mongodb://127.0.0.1/test?w=1&journal=false&readConcernLevel=local&readPreference=secondaryPreferred"
                    + "&serverSelectionTimeoutMS=30000&connectTimeoutMS=30000&socketTimeoutMS=0&waitQueueTimeoutMS=60000");

    @Test
    void shouldBeDurableWhateverTheConnectionStringSays() {
        // when
        MongoClientSettings settings = configured();

        // then
        assertThat(settings.getWriteConcern()).isEqualTo(WriteConcern.MAJORITY.withJournal(true));
        assertThat(settings.getReadConcern()).isEqualTo(ReadConcern.MAJORITY);
        assertThat(settings.getReadPreference()).isEqualTo(ReadPreference.primary());
    }

    @Test
    void shouldGiveUpBeforeAnImpatientClientDoes() {
        // when
        MongoClientSettings settings = configured();

        // then
        assertThat(settings.getClusterSettings().getServerSelectionTimeout(TimeUnit.MILLISECONDS))
                .isEqualTo(2_500);
        assertThat(settings.getConnectionPoolSettings().getMaxWaitTime(TimeUnit.MILLISECONDS))
                .isEqualTo(2_500);
        assertThat(settings.getSocketSettings().getConnectTimeout(TimeUnit.MILLISECONDS))
                .isEqualTo(2_000);
        assertThat(settings.getSocketSettings().getReadTimeout(TimeUnit.MILLISECONDS))
                .isEqualTo(10_000);
    }

    private static MongoClientSettings configured() {
        MongoClientSettings.Builder settings = MongoClientSettings.builder().applyConnectionString(WEAKER);
        DurableMongoClient.configure(settings);
        return settings.build();
    }
}
