package org.healthpassport.objects.firebase;

import com.google.gson.JsonObject;

/** An object of the stand-in: its resource as Google's API shows it; its bytes lie in a file of its generation. */
record StandinObject(JsonObject resource) {

    String name() {
        return resource.get("name").getAsString();
    }

    long generation() {
        return resource.get("generation").getAsLong();
    }

    long size() {
        return resource.get("size").getAsLong();
    }

    String crc32c() {
        return resource.get("crc32c").getAsString();
    }
}
