package org.healthpassport.fhir.validation;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Small damage to a resource: something is dropped, doubled, renamed, moved or becomes something else. */
public final class Mutation {
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private Mutation() {}

    public static ObjectNode mutate(ObjectNode resource, Random random) {
        ObjectNode mutant = resource.deepCopy();
        for (int i = random.nextInt(3); i >= 0; i--) {
            List<JsonNode> containers = new ArrayList<>();
            collect(mutant, containers);
            JsonNode container = containers.get(random.nextInt(containers.size()));
            if (container instanceof ObjectNode object && !object.isEmpty()) {
                mutateMember(object, random);
            } else if (container instanceof ArrayNode array && !array.isEmpty()) {
                mutateItem(array, random);
            }
        }
        return mutant;
    }

    private static void mutateMember(ObjectNode object, Random random) {
        List<String> names = List.copyOf(object.propertyNames());
        String name = names.get(random.nextInt(names.size()));
        JsonNode value = object.get(name);
        switch (random.nextInt(6)) {
            case 0 -> object.remove(name);
            case 1 -> {
                object.remove(name);
                object.set(name + "X", value);
            }
            case 2 -> object.set("_" + name, NODES.objectNode().put("id", "x"));
            case 3 ->
                object.set(
                        name,
                        object.get(names.get(random.nextInt(names.size()))).deepCopy());
            default -> object.set(name, other(value, random));
        }
    }

    private static void mutateItem(ArrayNode array, Random random) {
        int index = random.nextInt(array.size());
        switch (random.nextInt(4)) {
            case 0 -> {
                // HAPI takes empty arrays.
                if (array.size() > 1) {
                    array.remove(index);
                }
            }
            case 1 -> array.add(array.get(index).deepCopy());
            default -> array.set(index, other(array.get(index), random));
        }
    }

    private static JsonNode other(JsonNode value, Random random) {
        return switch (random.nextInt(10)) {
            case 0 -> NODES.stringNode(value.asString("x"));
            case 1 -> NODES.numberNode(random.nextInt(5) - 2);
            case 2 -> NODES.booleanNode(random.nextBoolean());
            case 3 -> NODES.nullNode();
            case 4 -> NODES.arrayNode().add(value);
            case 5 ->
                value.isArray() && !value.isEmpty()
                        ? value.get(0)
                        : NODES.objectNode().set("extension", value);
            case 6 -> NODES.objectNode();
            case 7 -> NODES.stringNode("2020-02-30");
            case 8 -> NODES.stringNode(value.asString("") + "0");
            default -> NODES.stringNode("a b");
        };
    }

    private static void collect(JsonNode node, List<JsonNode> containers) {
        if (node.isContainer()) {
            containers.add(node);
            node.forEach(child -> collect(child, containers));
        }
    }
}
