package org.healthpassport.embedded.store;

import static de.bwaldvogel.mongo.backend.Constants.ID_FIELD;

import de.bwaldvogel.mongo.MongoCollection;
import de.bwaldvogel.mongo.MongoDatabase;
import de.bwaldvogel.mongo.backend.CollectionOptions;
import de.bwaldvogel.mongo.backend.Index;
import de.bwaldvogel.mongo.backend.IndexKey;
import de.bwaldvogel.mongo.backend.QueryResult;
import de.bwaldvogel.mongo.backend.h2.H2Backend;
import de.bwaldvogel.mongo.backend.h2.H2Database;
import de.bwaldvogel.mongo.bson.Document;
import de.bwaldvogel.mongo.exception.MongoServerError;
import de.bwaldvogel.mongo.exception.MongoServerException;
import de.bwaldvogel.mongo.wire.message.MongoMessage;
import de.bwaldvogel.mongo.wire.message.MongoQuery;
import io.netty.channel.Channel;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.h2.mvstore.MVMap;
import org.healthpassport.embedded.store.commit.AccessedDocuments;
import org.healthpassport.embedded.store.commit.GroupCommit;
import org.healthpassport.embedded.store.commit.StoreFile;
import org.healthpassport.embedded.store.disk.FreeSpaceGuard;
import org.healthpassport.embedded.store.index.EqualityIndex;
import org.healthpassport.embedded.store.index.IdIndex;
import org.healthpassport.embedded.store.index.IndexedCollection;
import org.healthpassport.embedded.store.index.ListIndex;
import org.healthpassport.embedded.store.login.StoreAccess;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The H2 backend with answers that are durable, with secondary indexes, and with a login. */
public final class DurableH2Backend extends H2Backend {
    private static final Logger log = LoggerFactory.getLogger(DurableH2Backend.class);

    private static final Set<String> WRITES = Set.of("insert", "update", "delete", "findandmodify");
    /**
     * Commands that change the set of collections and indexes, which the engine does not guard against concurrent
     * writes.
     */
    private static final Set<String> STRUCTURAL = Set.of(
            "create",
            "createindexes",
            "drop",
            "dropindexes",
            "dropdatabase",
            "renamecollection",
            // Opens every database a second time.
            "listdatabases");
    /**
     * Commands without data, which need not wait for the disk: a store that waits for its disk still answers health
     * checks.
     */
    private static final Set<String> WITHOUT_DATA = Set.of(
            "ping",
            "buildinfo",
            "whatsmyuri",
            "connectionstatus",
            "hostinfo",
            "getlog",
            "getparameter",
            "getcmdlineopts",
            "replsetgetstatus",
            "killcursors",
            "endsessions");

    private final StoreFile file;
    private final GroupCommit groupCommit;
    private final FreeSpaceGuard spaceGuard;
    private final StoreAccess access;

    public DurableH2Backend(StoreFile file, GroupCommit groupCommit, FreeSpaceGuard spaceGuard, StoreAccess access) {
        super(file.store());
        this.access = access;
        this.spaceGuard = spaceGuard;
        this.file = file;
        this.groupCommit = groupCommit;
    }

    @Override
    public void close() {
        spaceGuard.close();
        groupCommit.close();
        file.close();
        super.close();
    }

    @Override
    protected MongoDatabase openOrCreateDatabase(String databaseName) {
        return new IndexedDatabase(databaseName);
    }

    @Override
    public Document handleCommand(Channel channel, String database, String command, Document query) {
        String name = command.toLowerCase(Locale.ROOT);
        // Clients only ask whether the store is there. If it has failed, it says so at the first real command.
        if (name.equals("hello")) {
            return access.greet(channel, query, hello(channel, database));
        }
        if (name.equals("ismaster")) {
            return access.greet(channel, query, super.handleCommand(channel, database, command, query));
        }
        if (access.isLogin(name)) {
            return access.logIn(channel, name, query);
        }
        access.require(channel);
        groupCommit.requireDurable();
        if (name.equals("serverstatus")) {
            return super.getServerStatus();
        }
        if (takesSpace(name, query)) {
            spaceGuard.requireSpace();
        }
        if (STRUCTURAL.contains(name)) {
            return groupCommit.writeAlone(() -> super.handleCommand(channel, database, command, query));
        }
        if (WITHOUT_DATA.contains(name)) {
            return super.handleCommand(channel, database, command, query);
        }
        AccessedDocuments accessed = AccessedDocuments.of(database, name, query);
        if (WRITES.contains(name) || isWritingAggregate(name, query)) {
            return groupCommit.write(
                    accessed,
                    () -> BulkWrite.run(
                            name, query, statement -> super.handleCommand(channel, database, command, statement)));
        }
        return groupCommit.read(accessed, () -> super.handleCommand(channel, database, command, query));
    }

    private static boolean isWritingAggregate(String name, Document query) {
        return name.equals("aggregate")
                && query.get("pipeline") instanceof Collection<?> stages
                && stages.stream()
                        .anyMatch(stage -> stage instanceof Document fields
                                && (fields.containsKey("$out") || fields.containsKey("$merge")));
    }

    /** A query of the old protocol, before there were commands for everything. */
    @Override
    public QueryResult handleQuery(MongoQuery query) {
        access.require(query.getChannel());
        return groupCommit.read(AccessedDocuments.everything(), () -> super.handleQuery(query));
    }

    /** Asked by the old protocol. */
    @Override
    public Collection<Document> getCurrentOperations(MongoQuery query) {
        access.require(query.getChannel());
        return super.getCurrentOperations(query);
    }

    /** Asked by the old protocol, which does not say by whom; the command itself is answered above. */
    @Override
    public Document getServerStatus() {
        throw new MongoServerException("The embedded store tells its status to the current protocol only.");
    }

    /** A deletion takes room as well: what it frees is given back only by later commits. */
    private static boolean takesSpace(String name, Document query) {
        if (name.equals("aggregate")) {
            return query.get("pipeline") instanceof Collection<?> stages
                    && stages.stream()
                            .anyMatch(stage -> stage instanceof Document document
                                    && (document.containsKey("$out") || document.containsKey("$merge")));
        }
        return WRITES.contains(name) || STRUCTURAL.contains(name) && !name.equals("listdatabases");
    }

    private Document hello(Channel channel, String database) {
        Document answer = super.handleCommand(channel, database, "isMaster", new Document("isMaster", 1));
        answer.remove("ismaster");
        return new Document("isWritablePrimary", true)
                .append("helloOk", true)
                .append("readOnly", false)
                .appendAll(answer);
    }

    /** As the engine does it, but without writing the command, which holds patient data, into the log. */
    @Override
    public Document handleMessage(MongoMessage message) {
        try {
            return super.handleMessage(message);
        } catch (MongoServerException e) {
            return refusal(e);
        } catch (RuntimeException e) { // the client must hear of it, whatever it is
            log.error(
                    "Expected to run a command, but it failed with {}",
                    e.getClass().getName());
            return refusal(new MongoServerException("The embedded store could not run this command", e));
        }
    }

    private static Document refusal(MongoServerException e) {
        Document answer = new Document("ok", 0).append("errmsg", e.getMessageWithoutErrorCode());
        if (e instanceof MongoServerError error) {
            answer.append("code", error.getCode()).putIfNotNull("codeName", error.getCodeName());
        }
        return answer;
    }

    /** An inner class, because the superclass's constructor opens collections: only the backend is known by then. */
    private final class IndexedDatabase extends H2Database {
        IndexedDatabase(String databaseName) {
            super(databaseName, getMvStore(), getCursorRegistry());
        }

        @Override
        protected MongoCollection<Object> openOrCreateCollection(String name, CollectionOptions options) {
            String fullName = getFullCollectionNamespace(name);
            MVMap<Object, Document> documents = documentsOf(name);
            MVMap<String, Object> meta = getMvStore().openMap("meta." + fullName);
            return new IndexedCollection(this, name, options, documents, meta, cursorRegistry);
        }

        private MVMap<Object, Document> documentsOf(String collection) {
            return getMvStore()
                    .openMap(
                            "databases." + getFullCollectionNamespace(collection),
                            new MVMap.Builder<Object, Document>().valueType(new BsonDocuments()));
        }

        @Override
        protected Index<Object> openOrCreateUniqueIndex(
                String collection, String name, List<IndexKey> keys, boolean sparse) {
            boolean onId = keys.size() == 1 && keys.get(0).getKey().equals(ID_FIELD);
            return onId
                    ? IdIndex.open(
                            documentsOf(collection), getMvStore().openMap(mapOfIndex(collection, name)), name, keys)
                    : super.openOrCreateUniqueIndex(collection, name, keys, sparse);
        }

        @Override
        protected Index<Object> openOrCreateSecondaryIndex(
                String collection, String name, List<IndexKey> keys, boolean sparse) {
            String map = mapOfIndex(collection, name);
            return ListIndex.isFor(keys, sparse)
                    ? ListIndex.open(getMvStore(), map, name, keys)
                    : EqualityIndex.open(getMvStore(), map, name, keys, sparse);
        }

        /** As the superclass names it, so that it also removes it. */
        private String mapOfIndex(String collection, String index) {
            return getFullCollectionNamespace(collection) + "._index_" + index;
        }
    }
}
