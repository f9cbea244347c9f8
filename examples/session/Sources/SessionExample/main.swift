import PlanRuntime

// Usage: session PLAN
//
// Runs a plan on inputs of ones and prints the mean of each output.

let plan = try Plan(contentsOf: CommandLine.arguments[1])
let session = try plan.makeSession()

var inputs: [String: NDArray] = [:]
for input in plan.graph.inputs {
  let elements = [Float](repeating: 1, count: input.type.count)
  inputs[input.name] = NDArray(elements, input.type.extents)
}

let outputs = try session.run(inputs)
for (name, output) in outputs.sorted(by: { $0.key < $1.key }) {
  let mean = output.floats.reduce(0) { $0 + Double($1) } / Double(output.count)
  print("\(name) \(output.extents): \(mean)")
}
