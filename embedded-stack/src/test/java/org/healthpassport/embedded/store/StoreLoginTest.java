package org.healthpassport.embedded.store;

import static com.mongodb.client.model.Filters.eq;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.mongodb.MongoCommandException;
import com.mongodb.MongoSecurityException;
import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.MongoCollection;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.bson.BsonDocument;
import org.bson.Document;
import org.healthpassport.embedded.Login;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A store with a login serves its user, and shows and changes nothing for anybody else, whatever they send. */
class StoreLoginTest {
    private static final Login LOGIN = new Login("somebody", "the-right-password");
    private static final String SECRET = "penicillin";
    private static final int UNAUTHORIZED = 13;

    @TempDir
    private Path folder;

    private EmbeddedStore store;
    private MongoClient client;
    private MongoCollection<Document> patients;
    private long cursor;

    @BeforeEach
    void start() {
        store = new EmbeddedStore(folder, 0, LOGIN);
        store.start();
        client = MongoClients.create(store.connectionString("test"));
        patients = client.getDatabase("test").getCollection("patients");
        patients.insertMany(List.of(
                new Document("_id", "a").append("allergy", SECRET),
                new Document("_id", "b").append("allergy", SECRET)));
        cursor = client.getDatabase("test")
                .runCommand(new Document("find", "patients").append("batchSize", 1))
                .get("cursor", Document.class)
                .getLong("id");
    }

    @AfterEach
    void stop() {
        client.close();
        store.close();
    }

    @Test
    void shouldServeItsUserAlsoAfterARestart() {
        // given
        patients.updateOne(eq("a"), new Document("$set", new Document("seen", true)));
        stop();

        // when
        store = new EmbeddedStore(folder, 0, LOGIN);
        store.start();
        client = MongoClients.create(store.connectionString("test"));

        // then
        assertThat(client.getDatabase("test").getCollection("patients").countDocuments(eq("seen", true)))
                .isOne();
        assertThat(client.listDatabaseNames()).contains("test");
        assertThat(client.getDatabase("admin")
                        .runCommand(new Document("serverStatus", 1))
                        .containsKey("uptime"))
                .isTrue();
    }

    /** Then the driver asks the store for the mechanism, and finds the database of the user by itself. */
    @ParameterizedTest
    @ValueSource(strings = {"test?", "test?authSource=admin&", "?", "test?authMechanism=SCRAM-SHA-256&maxPoolSize=1&"})
    void shouldServeItsUserByEveryConnectionString(String rest) {
        try (MongoClient other = connect(LOGIN.user() + ":" + LOGIN.password() + "@", rest)) {
            assertThat(other.getDatabase("test").getCollection("patients").find())
                    .hasSize(2);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"somebody:a-wrong-password@", "somebody:THE-RIGHT-PASSWORD@", "another:the-right-password@"})
    void shouldRefuseEveryOtherLogin(String credentials) {
        try (MongoClient stranger = connect(credentials, "test?")) {
            assertThatThrownBy(() -> stranger.getDatabase("test")
                            .getCollection("patients")
                            .find()
                            .first())
                    .isInstanceOf(MongoSecurityException.class)
                    .hasRootCauseInstanceOf(MongoCommandException.class)
                    .rootCause()
                    .hasMessageContaining("Authentication failed");
            assertThatThrownBy(() -> stranger.getDatabase("test").drop()).isInstanceOf(MongoSecurityException.class);
        }
        try (MongoClient oldMechanism = connect(credentials, "test?authMechanism=SCRAM-SHA-1&")) {
            assertThatThrownBy(() -> oldMechanism.getDatabase("test").drop())
                    .isInstanceOf(MongoSecurityException.class);
        }
        assertUnchanged();
    }

    @Test
    void shouldRefuseEveryCommandWithoutALogin() {
        try (MongoClient stranger = connect("", "test?")) {
            for (String command : List.of(
                    "{find: 'patients'}",
                    "{count: 'patients'}",
                    "{distinct: 'patients', key: 'allergy'}",
                    "{aggregate: 'patients', pipeline: [], cursor: {}}",
                    "{aggregate: 'patients', pipeline: [{$out: 'copy'}], cursor: {}}",
                    "{getMore: {$numberLong: '%d'}, collection: 'patients', batchSize: 10}".formatted(cursor),
                    "{killCursors: 'patients', cursors: [{$numberLong: '%d'}]}".formatted(cursor),
                    "{insert: 'patients', documents: [{_id: 'c'}]}",
                    "{update: 'patients', updates: [{q: {}, u: {$set: {allergy: 'none'}}, multi: true}]}",
                    "{delete: 'patients', deletes: [{q: {}, limit: 0}]}",
                    "{findAndModify: 'patients', query: {_id: 'a'}, remove: true}",
                    "{create: 'others'}",
                    "{createIndexes: 'patients', indexes: [{key: {allergy: 1}, name: 'allergy'}]}",
                    "{dropIndexes: 'patients', index: '*'}",
                    "{drop: 'patients'}",
                    "{dropDatabase: 1}",
                    "{listCollections: 1}",
                    "{listIndexes: 'patients'}",
                    "{collStats: 'patients'}",
                    "{dbStats: 1}",
                    "{validate: 'patients'}",
                    "{listDatabases: 1}",
                    "{renameCollection: 'test.patients', to: 'test.others'}",
                    "{ping: 1}",
                    "{buildInfo: 1}",
                    "{serverStatus: 1}",
                    "{hostInfo: 1}",
                    "{getLog: 'startupWarnings'}",
                    "{whatsmyuri: 1}",
                    "{connectionStatus: 1}",
                    "{endSessions: []}",
                    "{logout: 1}",
                    "{createUser: 'me', pwd: 'x', roles: []}",
                    "{thereIsNoSuchCommand: 1}")) {
                for (String database : List.of("test", "admin", "local")) {
                    assertThatThrownBy(() -> stranger.getDatabase(database).runCommand(Document.parse(command)))
                            .as("%s in %s", command, database)
                            .isInstanceOfSatisfying(
                                    MongoCommandException.class,
                                    refusal ->
                                            assertThat(refusal.getErrorCode()).isEqualTo(UNAUTHORIZED));
                }
            }
        }
        assertUnchanged();
        assertThat(client.listDatabaseNames().into(new ArrayList<>())).doesNotContain("local");
    }

    /** The server closes the connection of each of these messages, or refuses it. */
    @Test
    void shouldRefuseTheOldProtocol() throws IOException {
        BsonDocument all = new BsonDocument();
        BsonDocument change = BsonDocument.parse("{$set: {allergy: 'none'}}");
        assertClosed(WireMessages.QUERY, 0, "test.patients", 0, 0, all);
        assertClosed(WireMessages.QUERY, 0, "test.patients", 0, 0, BsonDocument.parse("{$query: {}, $explain: true}"));
        assertClosed(WireMessages.INSERT, 0, "test.patients", BsonDocument.parse("{_id: 'c'}"));
        assertClosed(WireMessages.UPDATE, 0, "test.patients", 2, all, change);
        assertClosed(WireMessages.DELETE, 0, "test.patients", 0, all);
        assertClosed(WireMessages.GET_MORE, 0, "test.patients", 10, cursor);
        assertClosed(WireMessages.KILL_CURSORS, 0, 1, cursor);
        assertClosed(WireMessages.COMMAND, "test", "dropDatabase", BsonDocument.parse("{dropDatabase: 1}"), all);
        assertClosed(WireMessages.COMPRESSED, WireMessages.MESSAGE, 0, (byte) 0);
        for (String command : List.of(
                "{find: 'patients'}",
                "{insert: 'patients', documents: [{_id: 'c'}]}",
                "{drop: 'patients'}",
                "{dropDatabase: 1}",
                "{$query: {dropDatabase: 1}}",
                "{listDatabases: 1}",
                "{serverStatus: 1}",
                "{getMore: {$numberLong: '%d'}, collection: 'patients', batchSize: 10}".formatted(cursor))) {
            assertClosed(WireMessages.QUERY, 0, "test.$cmd", 0, -1, BsonDocument.parse(command));
            assertClosed(WireMessages.QUERY, 0, "admin.$cmd", 0, -1, BsonDocument.parse(command));
        }
        assertClosed(WireMessages.QUERY, 0, "admin.$cmd.sys.inprog", 0, -1, all);
        assertUnchanged();
    }

    /** The handshake is answered to everybody; what is needed for it, and no more. */
    @Test
    void shouldNotTakeAGreetingOrAnUnfinishedLoginForALogin() throws IOException {
        String begin =
                "{saslStart: 1, mechanism: 'SCRAM-SHA-256', payload: {$binary: {base64: 'biwsbj1zb21lYm9keSxyPWFiYw==', subType: '00'}}, options: {skipEmptyExchange: true}, db: 'admin', $db: 'admin'}";
        try (WireMessages connection = new WireMessages(port())) {
            for (String unfinished : List.of(
                    "{hello: 1, $db: 'admin'}",
                    "{isMaster: 1, $db: 'admin'}",
                    "{hello: 1, saslSupportedMechs: 'admin.nobody', $db: 'admin'}",
                    "{hello: 1, speculativeAuthenticate: %s, $db: 'admin'}".formatted(begin),
                    begin)) {
                connection.command(unfinished);
                assertThat(connection.answer()).as(unfinished).doesNotContain("requires a login", SECRET);

                connection.command("{find: 'patients', $db: 'test'}");
                assertThat(connection.answer()).contains("requires a login").doesNotContain(SECRET);
            }
        }
        assertUnchanged();
    }

    @Test
    void shouldCloseAConnectionThatKeepsGuessing() throws IOException {
        String guess =
                "{saslStart: 1, mechanism: 'SCRAM-SHA-256', payload: {$binary: {base64: 'bm9uc2Vuc2U=', subType: '00'}}, $db: 'admin'}";
        try (WireMessages connection = new WireMessages(port())) {
            for (int i = 0; i < 2; i++) {
                connection.command(guess);
                assertThat(connection.answer()).contains("Authentication failed");
            }
            connection.command(guess);
            assertThat(connection.answer()).isEmpty();
        }
    }

    private void assertClosed(int opCode, Object... parts) throws IOException {
        try (WireMessages connection = new WireMessages(port())) {
            connection.send(opCode, parts);
            assertThat(connection.answer()).as("%d %s", opCode, List.of(parts)).isEmpty();
        }
    }

    private void assertUnchanged() {
        assertThat(patients.find())
                .containsExactlyInAnyOrder(
                        new Document("_id", "a").append("allergy", SECRET),
                        new Document("_id", "b").append("allergy", SECRET));
        assertThat(patients.listIndexes()).hasSize(1);
        assertThat(client.getDatabase("test").listCollectionNames()).containsExactly("patients");
        // The cursor is neither used up nor killed.
        assertThat(client.getDatabase("test")
                        .runCommand(new Document("getMore", cursor)
                                .append("collection", "patients")
                                .append("batchSize", 10))
                        .get("cursor", Document.class)
                        .getList("nextBatch", Document.class))
                .hasSize(1);
    }

    private int port() {
        return Integer.parseInt(store.connectionString("test").replaceAll(".*:([0-9]+)/.*", "$1"));
    }

    private MongoClient connect(String credentials, String rest) {
        return MongoClients.create("mongodb://%s127.0.0.1:%d/%sretryWrites=false&serverSelectionTimeoutMS=30000"
                .formatted(credentials, port(), rest));
    }
}
