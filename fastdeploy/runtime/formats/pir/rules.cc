// SPDX-License-Identifier: Apache-2.0
//
// The table of operations: how each is said in the old format, as OpenVINO's Paddle front end reads
// it. What is done by a function is in the other rules_*.cc.

#include "fastdeploy/runtime/formats/pir/rules.h"

#include <array>

#include "fastdeploy/runtime/formats/pir/rule.h"

namespace fastdeploy::pir {
namespace {

// Attributes that several operations share.
constexpr std::string_view kConvolution =
    "strides:ints paddings:ints dilations:ints groups:int "
    "padding_algorithm:str{EXPLICIT,SAME,VALID} "
    "data_format:str{NCHW}";
constexpr std::string_view kTransposedConvolution =
    "strides:ints paddings:ints output_padding:ints dilations:ints groups:int "
    "padding_algorithm:str{EXPLICIT,SAME,VALID} data_format:str{NCHW}";
constexpr std::string_view kElementwise = "axis=-1:int";

constexpr Rule kRules[] = {
    // Convolution, pooling, normalisation.
    {"conv2d", "conv2d", "Input Filter", "Output", kConvolution},
    {"depthwise_conv2d", "depthwise_conv2d", "Input Filter", "Output", kConvolution},
    {"conv2d_transpose", "conv2d_transpose", "Input Filter output_size:ints", "Output",
     kTransposedConvolution},
    {"pool2d", "", "", "", "", Pool2d},
    {"batch_norm", "batch_norm", "X Mean Variance Scale Bias", "Y _ _ _ _ _",
     "epsilon:float momentum:float data_format>data_layout:str{NCHW} is_test:bool{true} "
     "use_global_stats! trainable_statistics!"},
    {"layer_norm", "layer_norm", "X Scale? Bias?", "Y _ _", "epsilon:float begin_norm_axis:int"},

    // Activations.
    {"relu", "relu", "X", "Out", ""},
    {"sigmoid", "sigmoid", "X", "Out", ""},
    {"sqrt", "sqrt", "X", "Out", ""},
    {"swish", "swish", "X", "Out", ""},
    {"hardswish", "hard_swish", "X", "Out", "threshold=6:float scale=6:float offset=3:float"},
    {"hardsigmoid", "hard_sigmoid", "X", "Out", "slope:float offset:float"},
    {"softmax", "softmax", "X", "Out", "axis:int"},

    // Arithmetic.
    {"add", "elementwise_add", "X Y", "Out", kElementwise},
    {"subtract", "elementwise_sub", "X Y", "Out", kElementwise},
    {"multiply", "elementwise_mul", "X Y", "Out", kElementwise},
    {"divide", "elementwise_div", "X Y", "Out", kElementwise},
    {"scale", "scale", "X scale:float|ScaleTensor", "Out", "bias:float bias_after_scale:bool"},
    {"matmul", "matmul_v2", "X Y", "Out", "transpose_x>trans_x:bool transpose_y>trans_y:bool"},
    {"mean", "", "", "", "", Reduce},
    {"max", "", "", "", "", Reduce},
    {"argmax", "arg_max", "X axis:long", "Out", "keepdims:bool flatten:bool dtype:dtype"},

    // Shape and place of elements.
    {"reshape", "reshape2", "X shape:ints|Shape|ShapeTensor", "Out _", ""},
    {"flatten", "flatten_contiguous_range", "X", "Out _", "start_axis:int stop_axis:int"},
    {"squeeze", "squeeze2", "X axes:ints", "Out _", ""},
    {"unsqueeze", "unsqueeze2", "X axes:ints", "Out _", ""},
    {"transpose", "transpose2", "X", "Out", "perm>axis:ints"},
    {"concat", "concat", "X* axis:int", "Out", ""},
    {"stack", "stack", "X*", "Y", "axis:int"},
    {"split", "split", "X sections:ints axis:int", "Out*", "num=0:int"},
    {"split_with_num", "split", "X axis:int", "Out*", "num:int sections=[]:ints"},
    {"slice", "slice",
     "Input starts:ints|StartsTensor|StartsTensorList ends:ints|EndsTensor|EndsTensorList", "Out",
     "axes:ints infer_flags:ints decrease_axis:ints"},
    {"shape", "", "", "", "", Shape},
    {"shape64", "", "", "", "", Shape},
    {"bilinear_interp", "", "", "", "", Interpolate},
    {"nearest_interp", "", "", "", "", Interpolate},

    // What makes values.
    {"full", "", "", "", "", Full},
    {"full_int_array", "", "", "", "", FullIntArray},
    {"arange", "", "", "", "", Arange},
    {"meshgrid", "meshgrid", "X*", "Out*", ""},

    // The rest.
    {"assign", "assign", "X", "Out", ""},
    {"cast", "", "", "", "", Cast},
    {"dropout", "dropout", "X _ dropout_prob:float", "Out _",
     "mode>dropout_implementation:str{downgrade_in_infer,upscale_in_train} is_test:bool{true} "
     "seed! "
     "fix_seed!"},
    {"multiclass_nms3", "multiclass_nms3", "BBoxes Scores RoisNum?", "Out Index NmsRoisNum",
     "background_label:int score_threshold:float nms_top_k:int nms_threshold:float keep_top_k:int "
     "nms_eta:float normalized:bool"},
};

}  // namespace

std::span<const Rule> Rules() { return kRules; }

}  // namespace fastdeploy::pir
