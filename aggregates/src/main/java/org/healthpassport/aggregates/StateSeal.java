package org.healthpassport.aggregates;

import org.healthpassport.vault.key.AssociatedData;
import org.healthpassport.vault.key.KeyPurpose;
import org.healthpassport.vault.key.SubjectKeys;
import tools.jackson.core.JsonParser;
import tools.jackson.databind.DatabindException;
import tools.jackson.databind.JavaType;
import tools.jackson.databind.json.JsonMapper;

/** Seals a state and opens it again. The seal is bound to the collection, id and version. */
final class StateSeal<S> {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final String collection;
    private final JavaType sealedType;

    StateSeal(AggregateKind<S> kind) {
        this.collection = kind.collection();
        this.sealedType = JSON.getTypeFactory().constructParametricType(SealedState.class, kind.stateType());
    }

    byte[] seal(SubjectKeys keys, String id, long version, SealedState<S> state) {
        return keys.seal(KeyPurpose.STATE, JSON.writeValueAsBytes(state), associatedData(id, version));
    }

    /**
     * @throws org.healthpassport.vault.key.SealBroken if the bytes were changed, or belong to another place
     * @throws tools.jackson.core.JacksonException if the sealed bytes are not such a state
     */
    SealedState<S> open(SubjectKeys keys, String id, long version, byte[] sealed) {
        byte[] opened = keys.open(KeyPurpose.STATE, sealed, associatedData(id, version));
        SealedState<S> read = JSON.readValue(opened, sealedType);
        if (read == null || read.state() == null || read.lastEventTime() == null) {
            throw DatabindException.from((JsonParser) null, "Expected a state, but there is none");
        }
        return read;
    }

    private byte[] associatedData(String id, long version) {
        return AssociatedData.of(collection, id, Long.toString(version));
    }
}
