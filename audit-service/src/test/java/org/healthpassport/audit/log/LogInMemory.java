package org.healthpassport.audit.log;

import java.util.ArrayList;
import java.util.List;
import org.healthpassport.audit.entry.AuditEntry;
import org.healthpassport.audit.projection.LoggedEntry;
import org.healthpassport.audit.tile.Entry;

/** A log in memory. */
public final class LogInMemory implements CommittedEntries {
    private final List<Entry> entries = new ArrayList<>();

    public synchronized void append(AuditEntry entry) {
        append(entry.toEntry());
    }

    public synchronized void append(Entry entry) {
        entries.add(entry);
    }

    /** The entries as views get them. */
    public synchronized List<LoggedEntry> logged() {
        List<LoggedEntry> logged = new ArrayList<>();
        for (Entry entry : entries) {
            logged.add(LoggedEntry.of(logged.size(), entry));
        }
        return logged;
    }

    @Override
    public synchronized long size() {
        return entries.size();
    }

    @Override
    public synchronized List<Entry> entries(long from, long to) {
        return List.copyOf(entries.subList((int) from, (int) to));
    }
}
