package org.healthpassport.api.identity;

import io.netty.util.NetUtil;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** What counts as one address: for IPv6 the first 64 bits, as whoever has one address there has them all. */
public final class ClientAddress {
    private static final int IPV6_NETWORK_BYTES = 8;
    private static final int LONGEST = 64;

    private ClientAddress() {}

    /** Of an address that a reverse proxy forwarded too, which comes unresolved and must not be looked up. */
    public static String of(@Nullable InetSocketAddress remote) {
        if (remote == null) {
            return "unknown";
        }
        InetAddress address = remote.getAddress();
        if (address == null) {
            address = NetUtil.createInetAddressFromIpAddressString(remote.getHostString());
        }
        if (address == null) {
            String name = remote.getHostString();
            return name.length() > LONGEST ? name.substring(0, LONGEST) : name;
        }
        return address instanceof Inet6Address
                ? Arrays.toString(Arrays.copyOf(address.getAddress(), IPV6_NETWORK_BYTES))
                : address.getHostAddress();
    }
}
