package org.healthpassport.vault.object;

import java.nio.channels.ReadableByteChannel;
import java.nio.channels.SeekableByteChannel;
import java.util.Optional;
import java.util.stream.Stream;

/** A real store, some of whose answers a test changes. */
public abstract class ForwardingStore implements ObjectStore {
    private final ObjectStore store;

    protected ForwardingStore(ObjectStore store) {
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
