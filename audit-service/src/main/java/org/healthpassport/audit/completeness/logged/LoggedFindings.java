package org.healthpassport.audit.completeness.logged;

import com.mongodb.client.model.Filters;
import com.mongodb.client.model.Indexes;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.bson.Document;
import org.healthpassport.audit.entry.AuditEntry;
import org.healthpassport.audit.entry.Finding.PutBack;
import org.healthpassport.audit.mongo.Documents;
import org.healthpassport.audit.mongo.DurableDatabase;
import org.healthpassport.audit.projection.Generation;
import org.healthpassport.audit.projection.LoggedEntry;
import org.healthpassport.audit.projection.Projection;

/**
 * The findings of rounds that are in the log: {@code auditFindings} holds {@code {_id: index in the log, name, kind, collection,
 * aggregate, from, to, since, mac}}. They are never removed.
 */
public final class LoggedFindings implements Projection {
    private static final String COLLECTION = "auditFindings";
    private static final String ID = "_id";
    private static final String NAME = "name";
    private static final String MAC = "mac";

    private final DurableDatabase store;
    private final ViewSeal seal;

    public LoggedFindings(DurableDatabase store, ViewSeal seal) {
        this.store = store;
        this.seal = seal;
    }

    /**
     * A finding in the log.
     *
     * @param index of its entry
     * @param since the time at which it was noticed
     */
    public record Logged(long index, PutBack finding, Instant since) {
        static Optional<Logged> of(LoggedEntry entry) {
            return entry.content()
                    .filter(AuditEntry::isOurs)
                    .flatMap(content -> content.finding() instanceof PutBack finding
                            ? Optional.of(new Logged(entry.index(), finding, content.time()))
                            : Optional.empty());
        }

        private String content() {
            return index + " " + since + " " + finding.name();
        }

        private Document write(String view, ViewSeal.Opened seal) {
            return new Document(ID, index)
                    .append(NAME, finding.name())
                    .append("kind", finding.kind().name())
                    .append("collection", finding.collection())
                    .append("aggregate", finding.aggregate())
                    .append("from", finding.from())
                    .append("to", finding.to())
                    .append("since", since.toString())
                    .append(MAC, seal.mac(view, content()));
        }

        private static Optional<Logged> read(Document document, String view, ViewSeal.Opened seal) {
            try {
                PutBack finding = new PutBack(
                        PutBack.Kind.valueOf(document.getString("kind")),
                        document.getString("collection"),
                        document.getString("aggregate"),
                        document.getLong("from"),
                        document.getLong("to"));
                Logged logged = new Logged(document.getLong(ID), finding, Instant.parse(document.getString("since")));
                return finding.name().equals(document.get(NAME))
                                && seal.isMac(document.get(MAC), view, logged.content())
                        ? Optional.of(logged)
                        : Optional.empty();
            } catch (IllegalArgumentException | ClassCastException | NullPointerException | DateTimeException notOurs) {
                // An attacker may have put anything there.
                return Optional.empty();
            }
        }
    }

    @Override
    public void prepare(Generation generation) throws IOException {
        store.in(view(generation), findings -> findings.collection().createIndex(Indexes.ascending(NAME)));
    }

    @Override
    public void apply(Generation generation, List<LoggedEntry> entries) throws IOException {
        List<Logged> found =
                entries.stream().flatMap(entry -> Logged.of(entry).stream()).toList();
        if (!found.isEmpty()) {
            String view = view(generation);
            ViewSeal.Opened opened = seal.open();
            store.collection(view)
                    .insertMissing(found.stream()
                            .map(logged -> logged.write(view, opened))
                            .toList());
        }
    }

    @Override
    public void drop(Generation generation) throws IOException {
        store.in(view(generation), findings -> {
            findings.collection().drop();
            return true;
        });
    }

    /** The first findings, in the order of the log. */
    public List<Logged> first(Generation generation, int atMost) throws IOException {
        return read(
                generation,
                store.in(
                        view(generation),
                        findings -> findings.find(Filters.empty())
                                .sort(Indexes.ascending(ID))
                                .limit(atMost)
                                .into(new ArrayList<>())));
    }

    /** The number of all findings, at most so many. */
    public long count(Generation generation) throws IOException {
        return store.in(view(generation), findings -> findings.collection().estimatedDocumentCount());
    }

    /** Tells whether the log has this finding already. */
    public boolean has(Generation generation, PutBack finding) throws IOException {
        return !read(
                        generation,
                        store.in(
                                view(generation),
                                findings -> findings.find(Filters.eq(NAME, finding.name()))
                                        .limit(1)
                                        .into(new ArrayList<>())))
                .isEmpty();
    }

    private List<Logged> read(Generation generation, List<Document> documents) throws IOException {
        ViewSeal.Opened opened = seal.open();
        return documents.stream()
                .flatMap(document -> Logged.read(document, view(generation), opened).stream())
                .toList();
    }

    Documents all(Generation generation, int atOnce) throws IOException {
        return store.read(
                view(generation), findings -> findings.find(Filters.empty()).sort(Indexes.ascending(ID)), atOnce);
    }

    static Optional<Logged> read(Document document, Generation generation, ViewSeal.Opened seal) {
        return Logged.read(document, view(generation), seal);
    }

    private static String view(Generation generation) {
        return generation.collection(COLLECTION);
    }
}
