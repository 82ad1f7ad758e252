package org.ribond.bench;

import java.util.Optional;
import org.ribond.engine.compute.Device;

/**
 * A backend that was asked for.
 *
 * @param name its name
 * @param device what it runs on, if it starts
 * @param reason why it does not, empty if it does
 */
public record BackendOutcome(String name, Optional<Device> device, String reason) {}
