package org.healthpassport.edge.limit;

/**
 * Names those who ask for a slot.
 *
 * @param address groups the addresses that count as one client, see
 *     {@link org.healthpassport.edge.request.ClientAddress#of}
 * @param account whoever works at that address: an account, or a name that nobody has checked, together with its address
 * @param thing the thing that is worked on, if each has slots of its own
 */
public record SlotClaim(String address, String account, String thing) {

    /** A claim to one of the slots that there are for everything. */
    public SlotClaim(String address, String account) {
        this(address, account, "");
    }

    /** A claim of somebody who is not signed in and has no name. */
    public static SlotClaim ofAddress(String address) {
        return new SlotClaim(address, address);
    }

    /**
     * A claim of somebody who is not signed in. The name counts within its address only; otherwise strangers could use
     * up the share of somebody else by taking their name.
     */
    public static SlotClaim ofStranger(String address, String name) {
        return new SlotClaim(address, address + ' ' + name);
    }

    /** The same claim to one of the slots of a thing. */
    public SlotClaim to(String thing) {
        return new SlotClaim(address, account, thing);
    }

    /** Leaves out everything, as names of people and addresses end up in logs otherwise. */
    @Override
    public String toString() {
        return "SlotClaim[...]";
    }
}
