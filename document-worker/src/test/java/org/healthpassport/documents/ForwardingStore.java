package org.healthpassport.documents;

import java.nio.channels.ReadableByteChannel;
import java.nio.channels.SeekableByteChannel;
import java.util.Optional;
import java.util.stream.Stream;
import org.healthpassport.vault.object.ListedObject;
import org.healthpassport.vault.object.ObjectStore;
import org.healthpassport.vault.object.StoreAbilities;
import org.healthpassport.vault.object.StoredObject;

/** A real store, some of whose answers a test changes. */
abstract class ForwardingStore implements ObjectStore {
    private final ObjectStore store;

    ForwardingStore(ObjectStore store) {
        this.store = store;
    }

    @Override
    public String label() {
        return store.label();
    }

    @Override
    public StoreAbilities abilities() {
        return store.abilities();
    }

    @Override
    public StoredObject putIfAbsent(String name, ReadableByteChannel ciphertext, long sizeBytes, byte[] sha256) {
        return store.putIfAbsent(name, ciphertext, sizeBytes, sha256);
    }

    @Override
    public SeekableByteChannel open(String name) {
        return store.open(name);
    }

    @Override
    public Optional<StoredObject> find(String name) {
        return store.find(name);
    }

    @Override
    public void delete(String name) {
        store.delete(name);
    }

    @Override
    public Stream<ListedObject> list(String prefix) {
        return store.list(prefix);
    }

    @Override
    public void close() {
        store.close();
    }
}
